using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Engine.Models;

/// <summary>
/// Convolutions that make the gradients of their weights tile by tile: with 3×3 and with 1×1 weights an output, the last tile with fewer
/// outputs, and one whose output a max pooling reads.
/// </summary>
[QuantModel(16, 5, 4, Batch = 5)]
[Weights(Bits = 1)]
[Backtrack(Period = 2, Blend = 0.6)]
[Adam(LearningRate = 0.003)]
[CrossEntropy]
public sealed partial class DeferredConvolutions : IDeferring
{
    [Conv2d(270, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Wide { get; }
    [Conv2d(256, 1), BatchNorm, ReLU] public partial Layer Pixels { get; }
    [Conv2d(262, 2, Padding = 1), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Pooled { get; }
    [Linear(3)] public partial Layer Out { get; }

    CpuTraining IDeferring.Network => _network!;

    ParameterStore IDeferring.Store => _store;
}

/// <summary>With 3 bits and a scale for each output.</summary>
[ModelFrom(typeof(DeferredConvolutions)), Weights(Bits = 3, Scale = Scale.PerChannel)]
public sealed partial class DeferredPerChannelConvolutions : IDeferring
{
    CpuTraining IDeferring.Network => _network!;

    ParameterStore IDeferring.Store => _store;
}

/// <summary>Layers that work at each position of a sequence, whose gradients are made tile by tile.</summary>
[QuantModel(5, Batch = 4)]
[Weights(Bits = 2)]
[Backtrack(Period = 2, Blend = 0.6)]
[Adam(LearningRate = 0.005, Epsilon = 1e-4)]
[CrossEntropy]
public sealed partial class DeferredSequences : IDeferring
{
    [Embedding(7, 18)] public partial Layer Table { get; }
    [Linear(149), ReLU] public partial Layer Positions { get; }
    [Lstm(33)] public partial Layer Lstm { get; }
    [Gru(40, ReturnSequence = false)] public partial Layer Gru { get; }
    [Linear(3)] public partial Layer Out { get; }

    CpuTraining IDeferring.Network => _network!;

    ParameterStore IDeferring.Store => _store;
}
