using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Engine.Models;

/// <summary>
/// A perceptron whose first two layers make the gradients of their weights tile by tile, the last tile with fewer outputs; the last layer
/// has one tile.
/// </summary>
[QuantModel(40, Batch = 13, Epochs = 2)]
[Weights(Bits = 1)]
[Backtrack(Period = 2, Blend = 0.6)]
[Adam(LearningRate = 0.01)]
[SquaredHinge]
public sealed partial class DeferredMlp : IDeferring
{
    [Linear(150), BatchNorm, ReLU] public partial Layer Hidden1 { get; }
    [Linear(133), BatchNorm, ReLU] public partial Layer Hidden2 { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }

    CpuTraining IDeferring.Network => _network!;

    ParameterStore IDeferring.Store => _store;
}

/// <summary>In full precision.</summary>
[ModelFrom(typeof(DeferredMlp)), FullPrecision]
public sealed partial class DeferredFullPrecisionMlp : IDeferring
{
    CpuTraining IDeferring.Network => _network!;

    ParameterStore IDeferring.Store => _store;
}

/// <summary>With gradients clipped.</summary>
[ModelFrom(typeof(DeferredMlp)), GradientClip(0.001)]
public sealed partial class DeferredClippedMlp : IDeferring
{
    CpuTraining IDeferring.Network => _network!;

    ParameterStore IDeferring.Store => _store;
}

/// <summary>With 3 bits.</summary>
[ModelFrom(typeof(DeferredMlp)), Weights(Bits = 3)]
public sealed partial class DeferredThreeBitMlp : IDeferring
{
    CpuTraining IDeferring.Network => _network!;

    ParameterStore IDeferring.Store => _store;
}

/// <summary>With 3 bits and a scale for each output.</summary>
[ModelFrom(typeof(DeferredMlp)), Weights(Bits = 3, Scale = Scale.PerChannel)]
public sealed partial class DeferredPerChannelMlp : IDeferring
{
    CpuTraining IDeferring.Network => _network!;

    ParameterStore IDeferring.Store => _store;
}

/// <summary>With ternary weights, too few to be looked up.</summary>
[ModelFrom(typeof(DeferredMlp)), Weights(Bits = 2)]
public sealed partial class DeferredTernaryMlp : IDeferring
{
    CpuTraining IDeferring.Network => _network!;

    ParameterStore IDeferring.Store => _store;
}

/// <summary>With two scales, found from all weights.</summary>
[ModelFrom(typeof(DeferredMlp)), Weights(Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact)]
public sealed partial class DeferredExactMlp : IDeferring
{
    CpuTraining IDeferring.Network => _network!;

    ParameterStore IDeferring.Store => _store;
}

/// <summary>A model whose network and memory the tests reach.</summary>
internal interface IDeferring
{
    CpuTraining Network { get; }

    ParameterStore Store { get; }
}

internal static class Deferring
{
    public static CpuTraining Network(this IDeferring model) => model.Network;
}
