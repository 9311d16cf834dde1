namespace QuantDsl.Tests.Engine.Models;

/// <summary>A character network: one-hot tokens, a logit for each next one at every position.</summary>
[QuantModel(5, Batch = 6, Epochs = 2), OneHot(4)]
[Weights(Bits = 1), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01), CrossEntropy]
public sealed partial class OneHotLstm
{
    [Lstm(5)] public partial Layer Lstm { get; }
    [Linear(4), FullPrecision] public partial Layer Out { get; }
}

[ModelFrom(typeof(OneHotLstm)), FullPrecision]
public sealed partial class FullPrecisionLstm;

/// <summary>A scale for each gate.</summary>
[ModelFrom(typeof(OneHotLstm)), Weights(Bits = 1, Scale = Scale.PerGate)]
public sealed partial class PerGateLstm;

/// <summary>With 3 bits. The output layer has one scale.</summary>
[ModelFrom(typeof(EmbeddedLstm)), Weights(Bits = 3, Scale = Scale.PerGate)]
public sealed partial class EmbeddedPerGateLstm;

/// <summary>Gradients are some hundredths, so that nearly all are clipped.</summary>
[ModelFrom(typeof(OneHotLstm)), GradientClip(0.002)]
public sealed partial class ClippedLstm;

/// <summary>Classes of whole sequences of embedded tokens; ε as in <see cref="SmallLeNet"/>.</summary>
[QuantModel(6, Batch = 8)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01, Epsilon = 1e-4), CrossEntropy]
public sealed partial class EmbeddedLstm
{
    [Embedding(7, 5)] public partial Layer Table { get; }
    [Lstm(6, ReturnSequence = false)] public partial Layer Lstm { get; }
    [Linear(3)] public partial Layer Out { get; }
}

/// <summary>Sequences of numbers: two LSTMs, normalised over the positions, added, and linear layers position by position.</summary>
[QuantModel(4, 3, Batch = 6)]
[Weights(Bits = 3, Scale = Scale.PerChannel), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01), SquaredHinge]
public sealed partial class StackedLstm
{
    [Lstm(5), BatchNorm] public partial Layer First { get; }
    [Lstm(5), ReLU, Add(nameof(First))] public partial Layer Second { get; }
    [Linear(6), BatchNorm, ReLU] public partial Layer Hidden { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}
