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

    private static readonly Type[] SamplesOnKernels = [typeof(CpuTraining), typeof(NetworkInput), typeof(NetworkLabels)];
    private static readonly Type[] Logits = [typeof(NetworkInput), typeof(Span<float>)];
    private static readonly Type[] Tensors = [typeof(torch.Tensor), typeof(torch.Tensor)];

    public static IReadOnlyList<Root> All { get; } =
    [
        new("Step of tensors", RootKind.Member, 1, model => model.GetMethod("Step", Own, Tensors)),
        new("BacktrackStep of tensors", RootKind.Member, 2, model => model.GetMethod("BacktrackStep", Own, Tensors)),
        new("Predict of tensors", RootKind.Member, 1, model => model.GetMethod("Predict", Own, [typeof(torch.Tensor)])),
        new("TakeStep", RootKind.OnKernels, 1, model => model.GetMethod("TakeStep", Own, SamplesOnKernels)),
        new("TakeBacktrackStep", RootKind.OnKernels, 2, model => model.GetMethod("TakeBacktrackStep", Own, SamplesOnKernels)),
        new("CpuTraining.Predict", RootKind.OnKernels, 1, _ => typeof(CpuTraining).GetMethod("Predict", Own, Logits)),
        new("CpuTraining.Predict from a state", RootKind.OnKernels, 1,
            model => model.GetMethod("NewState", Own) is null
                ? null
                : typeof(CpuTraining).GetMethod("Predict", Own, [.. Logits, typeof(RecurrentState)])),
        .. from check in typeof(StepInput).GetMethods(BindingFlags.Public | BindingFlags.Static)
           where check.GetParameters() is [_, _, { ParameterType: var type }, ..] && type == typeof(NetworkInput)
           select new Root("StepInput.Check", RootKind.Check, 1, _ => check),
        new("CpuUpdate.Run", RootKind.Update, 1,
            model => model.GetNestedType("CpuUpdate", BindingFlags.NonPublic)!.GetMethod(nameof(IUpdateEngine.Run), Own)),
        .. Network(typeof(Lanes16)),
        new("Packed.Predict", RootKind.Packed, 1,
            model => model.GetNestedType("Packed")!.GetMethods(Own)
                .Single(method => method.Name == "Predict" && method.GetParameters().Length == 2)),
        new("PackedNetwork<Lanes16>.Infer", RootKind.Network, 1,
            model => model.GetNestedType("Packed")!.GetNestedType("PackedNetwork`1", BindingFlags.NonPublic)!
                .MakeGenericType(typeof(Lanes16)).GetMethod("Infer", Own)),
    ];

    /// <summary>The passes for narrower vectors, of which generated code is the same.</summary>
    public static IReadOnlyList<Root> OfNarrowVectors { get; } = [.. Network(typeof(Lanes8)), .. Network(typeof(Lanes4))];

    private static IEnumerable<Root> Network(Type lanes) =>
        from pass in new[] { "PackWeights", "Forward", "Backward", "Infer" }
        select new Root($"LoweredNetwork<{lanes.Name}>.{pass}", RootKind.Network, 1,
            model => model.GetNestedType("LoweredNetwork`1", BindingFlags.NonPublic)?.MakeGenericType(lanes).GetMethod(pass, Own));
}
