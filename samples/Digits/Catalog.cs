using Digits.Models;
using Digits.Options;
using QuantDsl;

namespace Digits;

/// <summary>The networks available on the command line. Each is a separate class, because the bit width is compiled into it.</summary>
internal static class Catalog
{
    private static readonly Network[] Networks =
    [
        Of<LeNet5>("lenet5", 1),
        Of<LeNet5Ternary>("lenet5", 2),
        Of<LeNet5ThreeBit>("lenet5", 3),
        Of<LeNet5FullPrecision>("lenet5", 32),
        Of<Mlp>("mlp", 1),
        Of<MlpTernary>("mlp", 2),
        Of<MlpThreeBit>("mlp", 3),
        Of<MlpFullPrecision>("mlp", 32),
    ];

    /// <summary>The values of <c>--model</c>.</summary>
    public static IReadOnlyList<string> Models { get; } = [.. Networks.Select(network => network.Model).Distinct()];

    /// <summary>The values of <c>--bits</c>.</summary>
    public static IReadOnlyList<int> Bits { get; } = [.. Networks.Select(network => network.Bits).Distinct()];

    /// <summary>
    /// The network with this name and bit width; there is one for every pair of <see cref="Models"/> and <see cref="Bits"/>.
    /// </summary>
    public static Network Find(string model, int bits) => Networks.Single(network => network.Model == model && network.Bits == bits);

    private static Network Of<TModel>(string model, int bits)
        where TModel : IQuantModel<TModel> => new(model, bits, TModel.Info, Runner.Train<TModel>);

    /// <summary>One model class.</summary>
    /// <param name="Model">Its name on the command line.</param>
    /// <param name="Bits">Bits per weight; 32 in full precision.</param>
    /// <param name="Info">What is known about it at compile time.</param>
    /// <param name="Train">Trains it and returns the exit code.</param>
    internal sealed record Network(string Model, int Bits, ModelInfo Info, Func<Settings, TextWriter, int> Train);
}
