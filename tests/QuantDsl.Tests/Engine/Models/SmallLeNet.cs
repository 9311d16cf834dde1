namespace QuantDsl.Tests.Engine.Models;

/// <summary>
/// Convolutions and pools with stride, padding and bias in several combinations, on images that are higher than wide; flattened without
/// being told to. ε is far above what float32 makes of a gradient that is mathematically zero, 1e-8, so that Adam makes no step of such
/// noise.
/// </summary>
[QuantModel(2, 10, 8, Batch = 6)]
[Weights(Bits = 1), Backtrack(Blend = 0.6), Adam(LearningRate = 0.005, Epsilon = 1e-4), SquaredHinge]
public sealed partial class SmallLeNet
{
    [Conv2d(4, 3, Padding = 1), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv1 { get; }
    [Conv2d(5, 2, Padding = 1, Bias = true), ReLU, AvgPool2d(3, Stride = 2, Padding = 1)] public partial Layer Conv2 { get; }
    [Conv2d(4, 3, Stride = 2, Padding = 1), MaxPool2d(2, Stride = 1, Padding = 1), BatchNorm, ReLU] public partial Layer Conv3 { get; }
    [Conv2d(6, 1, Bias = false), AvgPool2d(2, Stride = 1)] public partial Layer Conv4 { get; }
    [Linear(8), BatchNorm, ReLU] public partial Layer Fc { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}

[ModelFrom(typeof(SmallLeNet)), Weights(Bits = 3, Scale = Scale.PerChannel)]
public sealed partial class SmallLeNetPerChannel;
