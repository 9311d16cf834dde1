namespace QuantDsl.Bits.Models;

/// <summary>A residual network with strides, padding, a projection, and both kinds of mean pooling.</summary>
[QuantModel(3, 10, 10, Batch = 11)]
[Weights(Bits = 1), Backtrack(Period = 1, Blend = 0.8), Adam(LearningRate = 0.01), CrossEntropy]
internal sealed partial class Residual : ISpanModel<Residual, float>
{
    [Conv2d(18, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Stem { get; }
    [Conv2d(18, 3, Padding = 1), BatchNorm, Add(nameof(Stem)), ReLU] public partial Layer Block1 { get; }
    [Conv2d(33, 1, Stride = 2), BatchNorm] public partial Layer Shortcut { get; }
    [From(nameof(Block1)), Conv2d(33, 3, Stride = 2, Padding = 1), BatchNorm, Add(nameof(Shortcut)), ReLU, AvgPool2d(2, Stride = 1)]
    public partial Layer Block2 { get; }
    [Conv2d(20, 2, Bias = true), ReLU, GlobalAvgPool2d] public partial Layer Head { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}

/// <summary>With 2 bits and two scales.</summary>
[ModelFrom(typeof(Residual)), Weights(Bits = 2, Grid = Grid.TwoScale)]
internal sealed partial class ResidualTwoScale : ISpanModel<ResidualTwoScale, float>;

/// <summary>With 3 bits on the logarithmic grid.</summary>
[ModelFrom(typeof(Residual)), Weights(Bits = 3, Grid = Grid.Logarithmic)]
internal sealed partial class ResidualLogarithmic : ISpanModel<ResidualLogarithmic, float>;

/// <summary>In full precision.</summary>
[ModelFrom(typeof(Residual)), FullPrecision]
internal sealed partial class ResidualFullPrecision : ISpanModel<ResidualFullPrecision, float>;
