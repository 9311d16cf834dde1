namespace QuantDsl.Tests.Engine.Models;

/// <summary>As <see cref="OneHotLstm"/>, of a GRU.</summary>
[QuantModel(5, Batch = 6, Epochs = 2), OneHot(4)]
[Weights(Bits = 1), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01), CrossEntropy]
public sealed partial class OneHotGru
{
    [Gru(5)] public partial Layer Gru { get; }
    [Linear(4), FullPrecision] public partial Layer Out { get; }
}

/// <summary>A scale for each gate.</summary>
[ModelFrom(typeof(OneHotGru)), Weights(Bits = 2, Scale = Scale.PerGate)]
public sealed partial class PerGateGru;

/// <summary>Sequences of numbers through two layers, the last of which gives a class.</summary>
[QuantModel(4, 3, Batch = 6)]
[Weights(Bits = 3, Scale = Scale.PerChannel), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01, Epsilon = 1e-4), CrossEntropy]
public sealed partial class StackedGru
{
    [Gru(5), LayerNorm] public partial Layer First { get; }
    [Gru(5), Tanh, Add(nameof(First))] public partial Layer Second { get; }
    [Gru(17, ReturnSequence = false)] public partial Layer Last { get; }
    [Linear(3)] public partial Layer Out { get; }
}
