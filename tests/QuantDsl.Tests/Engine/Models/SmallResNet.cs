namespace QuantDsl.Tests.Engine.Models;

/// <summary>A block with an identity shortcut, one with a projection, and a global mean; ε as in <see cref="SmallLeNet"/>.</summary>
[QuantModel(2, 6, 6, Batch = 6)]
[Weights(Bits = 1), Backtrack(Period = 10, Blend = 0.9), Adam(LearningRate = 0.005, Epsilon = 1e-4), CrossEntropy]
public sealed partial class SmallResNet
{
    [Conv2d(3, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Stem { get; }
    [Conv2d(3, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Block1A { get; }
    [Conv2d(3, 3, Padding = 1), BatchNorm, Add(nameof(Stem)), ReLU] public partial Layer Block1B { get; }
    [Conv2d(4, 1, Stride = 2), BatchNorm] public partial Layer Projection { get; }
    [From(nameof(Block1B)), Conv2d(4, 3, Stride = 2, Padding = 1), BatchNorm, ReLU] public partial Layer Block2A { get; }
    [Conv2d(4, 3, Padding = 1), BatchNorm, Add(nameof(Projection)), ReLU, GlobalAvgPool2d] public partial Layer Block2B { get; }
    [Linear(3), Weights(Bits = 4)] public partial Layer Out { get; }
}
