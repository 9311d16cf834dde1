namespace QuantDsl.Tests.Engine.Models;

/// <summary>Layer norm with an activation in its kernel, behind and before batch norm, and of the logits.</summary>
[QuantModel(6, Batch = 12)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01, Epsilon = 1e-4), SquaredHinge]
public sealed partial class LayerNormMlp
{
    [Linear(19), LayerNorm, Gelu] public partial Layer A { get; }
    [Linear(7), BatchNorm, LayerNorm(Epsilon = 1e-3), ReLU] public partial Layer B { get; }
    [Linear(5), LayerNorm, Tanh, BatchNorm] public partial Layer C { get; }
    [Linear(3), LayerNorm] public partial Layer Out { get; }
}

/// <summary>Over the channels of each pixel.</summary>
[QuantModel(2, 5, 4, Batch = 6)]
[Weights(Bits = 1), Backtrack(Blend = 0.6), Adam(LearningRate = 0.005, Epsilon = 1e-4), CrossEntropy]
public sealed partial class LayerNormImages
{
    [Conv2d(18, 3, Padding = 1), LayerNorm, ReLU] public partial Layer A { get; }
    [Conv2d(5, 3, Padding = 1), LayerNorm, GlobalAvgPool2d] public partial Layer B { get; }
    [Linear(3)] public partial Layer Out { get; }
}

/// <summary>Over the features of each position.</summary>
[QuantModel(5, Batch = 6)]
[Weights(Bits = 3), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01, Epsilon = 1e-4), CrossEntropy]
public sealed partial class LayerNormLstm
{
    [Embedding(7, 5), LayerNorm] public partial Layer Table { get; }
    [Lstm(6), LayerNorm] public partial Layer Lstm { get; }
    [Linear(4)] public partial Layer Out { get; }
}
