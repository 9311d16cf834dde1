namespace QuantDsl.Bits.Models;

/// <summary>
/// An inverted residual, with channels that do not fill a vector, and a dilated convolution in groups that is not square.
/// </summary>
[QuantModel(3, 10, 10, Batch = 11)]
[Weights(Bits = 1), Backtrack(Period = 1, Blend = 0.8), Adam(LearningRate = 0.01), CrossEntropy]
internal sealed partial class MobileNet : ISpanModel<MobileNet, float>
{
    [Conv2d(10, 3, Stride = 2, Padding = Padding.Same), BatchNorm, ReLU] public partial Layer Stem { get; }
    [Conv2d(37, 1), BatchNorm, HardSwish] public partial Layer Expand { get; }
    [Conv2d(37, 3, Padding = 1, Groups = 37), BatchNorm, HardSwish] public partial Layer Filter { get; }
    [Conv2d(10, 1), BatchNorm, Add(nameof(Stem))] public partial Layer Project { get; }
    [Conv2d(20, 3, 2, Groups = 5, Padding = 2, Dilation = 2), BatchNorm, ReLU] public partial Layer Grouped { get; }
    [Conv2d(20, 3, Stride = 2, Padding = 1, Groups = 20, Bias = true), ReLU, GlobalAvgPool2d] public partial Layer Head { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}

/// <summary>With 3 bits, a scale for each channel.</summary>
[ModelFrom(typeof(MobileNet)), Weights(Bits = 3, Scale = Scale.PerChannel)]
internal sealed partial class MobileNetThreeBit : ISpanModel<MobileNetThreeBit, float>;
