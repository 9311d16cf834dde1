using System.Globalization;
using Experiments.Data;
using Experiments.Networks;
using Experiments.Options;
using Experiments.Runs;

namespace Experiments;

/// <summary>The networks available on the command line, and their classes.</summary>
internal static class Catalog
{
    private static readonly Network[] Networks =
    [
        new("mlp", DataSource.Digits,
        [
            Variant.Of<Mlp>(),
            Variant.Of<MlpTernary>(),
            Variant.Of<MlpFullPrecision>(),
            Variant.Of<MlpDiscarding>(),
            Variant.Of<MlpMeasured>(),
            Variant.Of<MlpTernaryMeasured>(),
        ]),
        new("lenet5", DataSource.Digits,
        [
            Variant.Of<LeNet5>(),
            Variant.Of<LeNet5Ternary>(),
            Variant.Of<LeNet5FullPrecision>(),
            Variant.Of<LeNet5Discarding>(),
            Variant.Of<LeNet5TernaryDiscarding>(),
            Variant.Of<LeNet5Measured>(),
            Variant.Of<LeNet5TernaryMeasured>(),
            Variant.Of<LeNet5DiscardingMeasured>(),
        ]),
        new("vgg", DataSource.Cifar10, [Variant.Of<Vgg>(), Variant.Of<VggTernary>(), Variant.Of<VggFullPrecision>()]),
        new("svhn", DataSource.Svhn, [Variant.Of<Svhn>(), Variant.Of<SvhnTernary>(), Variant.Of<SvhnFullPrecision>()]),
        new("resnet18", DataSource.ImageNet, [Variant.Of<ResNet18>(), Variant.Of<ResNet18Ternary>(), Variant.Of<ResNet18FullPrecision>()]),
        new("charlstm", DataSource.Text, [Variant.Of<CharLstm>(), Variant.Of<CharLstmTernary>(), Variant.Of<CharLstmFullPrecision>()]),
    ];

    /// <summary>The values of <c>--network</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Networks.Select(network => network.Name)];

    /// <summary>The network with this name.</summary>
    public static Network Find(string name) => Networks.Single(network => network.Name == name);

    /// <summary>Finds the class that trains with the given settings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="zigZag">Whether the class must measure zig-zag; ignored in full precision, where there is none.</param>
    /// <exception cref="UsageException">There is no such class; the message lists those that exist.</exception>
    public static Variant Find(RunSettings settings, bool zigZag)
    {
        bool measures = zigZag && settings.Method != Method.Adam;
        Variant[] variants = Array.FindAll(
            Find(settings.Network).Variants, variant => variant.MeasuresZigZag == measures || variant.Info.Bits == 32);
        if (Array.Find(variants, variant => variant.Trains(settings)) is { } found)
            return found;

        Variant[] sameBits = Array.FindAll(variants, variant => variant.Info.Bits == settings.Bits);
        if (sameBits.Length == 0)
            throw Missing("--bits", settings, measures, variants.Select(variant => variant.Info.Bits));
        throw Missing("--method", settings, measures, MethodsOf(sameBits));
    }

    private static UsageException Missing<T>(string option, RunSettings settings, bool measures, IEnumerable<T> there)
        where T : IConvertible
    {
        string known = string.Join(", ", there.Distinct().Order().Select(one => one.ToString(CultureInfo.InvariantCulture)));
        string what = settings.Group.Id + (measures ? " that measures zig-zag" : "");
        return new UsageException($"{option}: there is no class for {what}, only for {known}. "
            + "Choose one of them, or declare the class in samples/Experiments/Networks and list it in Catalog.cs.");
    }

    private static IEnumerable<string> MethodsOf(Variant[] variants) =>
        variants.SelectMany(variant => variant.Backtrack is null ? ["laq"] : new[] { "laq", variant.Discards ? "discard" : "blaq" });
}
