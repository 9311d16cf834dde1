using System.Reflection;
using QuantDsl.CompilerServices;
using TorchSharp;

namespace QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;

/// <summary>A method of a model at which the hot path begins.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Passes">How often it goes through the network or the parameters.</param>
/// <param name="Find">The method of a model; null where the model has none.</param>
internal sealed record Root(string Name, RootKind Kind, int Passes, Func<Type, MethodBase?> Find)
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Type[] Samples = [typeof(ReadOnlySpan<float>), typeof(ReadOnlySpan<int>)];
    private static readonly Type[] Tensors = [typeof(torch.Tensor), typeof(torch.Tensor)];

    public static IReadOnlyList<Root> All { get; } =
    [
        new("Step of tensors", RootKind.OnTensors, 1, model => model.GetMethod("Step", Own, Tensors)),
        new("BacktrackStep of tensors", RootKind.OnTensors, 2, model => model.GetMethod("BacktrackStep", Own, Tensors)),
        new("Predict of tensors", RootKind.OnTensors, 1, model => model.GetMethod("Predict", Own, [typeof(torch.Tensor)])),
        new("Step", RootKind.OnSpans, 1, model => model.GetMethod("Step", Own, Samples)),
        new("BacktrackStep", RootKind.OnSpans, 2, model => model.GetMethod("BacktrackStep", Own, Samples)),
        new("Predict", RootKind.OnSpans, 1, model => model.GetMethod("Predict", Own, [typeof(ReadOnlySpan<float>), typeof(Span<float>)])),
        new("CpuUpdate.Run", RootKind.Update, 1,
            model => model.GetNestedType("CpuUpdate", BindingFlags.NonPublic)!.GetMethod(nameof(IUpdateEngine.Run), Own)),
        .. Network(typeof(Lanes16)),
    ];

    /// <summary>The passes for narrower vectors, of which generated code is the same.</summary>
    public static IReadOnlyList<Root> OfNarrowVectors { get; } = [.. Network(typeof(Lanes8)), .. Network(typeof(Lanes4))];

    private static IEnumerable<Root> Network(Type lanes) =>
        from pass in new[] { "PackWeights", "Forward", "Backward", "Infer" }
        select new Root($"LoweredNetwork<{lanes.Name}>.{pass}", RootKind.Network, 1,
            model => model.GetNestedType("LoweredNetwork`1", BindingFlags.NonPublic)?.MakeGenericType(lanes).GetMethod(pass, Own));
}
