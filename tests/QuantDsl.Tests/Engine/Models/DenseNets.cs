namespace QuantDsl.Tests.Engine.Models;

/// <summary>Dense blocks: layers whose channels join those before them; ε as in <see cref="SmallLeNet"/>.</summary>
[QuantModel(2, 6, 6, Batch = 6)]
[Weights(Bits = 1), Backtrack(Period = 10, Blend = 0.9), Adam(LearningRate = 0.005, Epsilon = 1e-4), CrossEntropy]
public sealed partial class SmallDenseNet
{
    [Conv2d(3, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Stem { get; }
    [Conv2d(2, 3, Padding = 1), BatchNorm, ReLU, Concat(nameof(Stem))] public partial Layer A { get; }
    [Conv2d(2, 3, Padding = 1), BatchNorm, ReLU, Concat(nameof(A))] public partial Layer B { get; }
    [Conv2d(4, 1), BatchNorm, ReLU, AvgPool2d(2)] public partial Layer Transition { get; }
    [Conv2d(3, 3, Padding = 1), BatchNorm, Concat(nameof(Transition)), ReLU, GlobalAvgPool2d] public partial Layer C { get; }
    [Linear(3), Weights(Bits = 4)] public partial Layer Out { get; }
}

/// <summary>Features that join others twice, so that three readers send gradients back.</summary>
[QuantModel(6, Batch = 12)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01, Epsilon = 1e-4), SquaredHinge]
public sealed partial class ConcatMlp
{
    [Linear(7)] public partial Layer A { get; }
    [Linear(5), BatchNorm, Concat(nameof(A)), Concat(nameof(A)), ReLU] public partial Layer B { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}
