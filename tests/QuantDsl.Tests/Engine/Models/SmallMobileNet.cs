namespace QuantDsl.Tests.Engine.Models;

/// <summary>
/// Inverted residuals as in MobileNet v2, smaller: pixels are expanded to more channels, filtered channel by channel and projected to few
/// again, where the shortcut is; ε as in <see cref="SmallLeNet"/>.
/// </summary>
[QuantModel(2, 8, 8, Batch = 6)]
[Weights(Bits = 2), Backtrack(Period = 10, Blend = 0.9), Adam(LearningRate = 0.005, Epsilon = 1e-4), CrossEntropy]
public sealed partial class SmallMobileNet
{
    [Conv2d(4, 3, Stride = 2, Padding = 1), BatchNorm, HardSwish] public partial Layer Stem { get; }
    [Conv2d(12, 1), BatchNorm, HardSwish] public partial Layer Expand1 { get; }
    [Conv2d(12, 3, Padding = 1, Groups = 12), BatchNorm, HardSwish] public partial Layer Filter1 { get; }
    [Conv2d(4, 1), BatchNorm, Add(nameof(Stem))] public partial Layer Project1 { get; }
    [Conv2d(12, 1), BatchNorm, ReLU] public partial Layer Expand2 { get; }
    [Conv2d(12, 3, Stride = 2, Padding = Padding.Same, Groups = 12), BatchNorm, ReLU] public partial Layer Filter2 { get; }
    [Conv2d(6, 1), BatchNorm] public partial Layer Project2 { get; }
    [Conv2d(10, 1), BatchNorm, HardSwish, GlobalAvgPool2d] public partial Layer Head { get; }
    [Linear(3), Weights(Bits = 4)] public partial Layer Out { get; }
}
