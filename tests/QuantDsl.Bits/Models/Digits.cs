namespace QuantDsl.Bits.Models;

/// <summary>A small network for images of digits, whose answers are compared on a whole test set.</summary>
[QuantModel(1, 28, 28, Batch = 100)]
[Weights(Bits = 1), Adam(LearningRate = 0.01), SquaredHinge]
internal sealed partial class Digits1 : ISpanModel<Digits1, float>
{
    [Conv2d(8, 3), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv1 { get; }
    [Conv2d(16, 3), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv2 { get; }
    [Linear(67), BatchNorm, ReLU] public partial Layer Fc1 { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}

/// <summary>With 2 bits.</summary>
[ModelFrom(typeof(Digits1)), Weights(Bits = 2)]
internal sealed partial class Digits2 : ISpanModel<Digits2, float>;

/// <summary>With 3 bits.</summary>
[ModelFrom(typeof(Digits1)), Weights(Bits = 3)]
internal sealed partial class Digits3 : ISpanModel<Digits3, float>;

/// <summary>With 8 bits.</summary>
[ModelFrom(typeof(Digits1)), Weights(Bits = 8)]
internal sealed partial class Digits8 : ISpanModel<Digits8, float>;

/// <summary>With 4 bits on the logarithmic grid.</summary>
[ModelFrom(typeof(Digits1)), Weights(Bits = 4, Grid = Grid.Logarithmic)]
internal sealed partial class DigitsLogarithmic : ISpanModel<DigitsLogarithmic, float>;

/// <summary>With 2 bits and two scales.</summary>
[ModelFrom(typeof(Digits1)), Weights(Bits = 2, Grid = Grid.TwoScale)]
internal sealed partial class DigitsTwoScale : ISpanModel<DigitsTwoScale, float>;

/// <summary>With a scale for each output channel.</summary>
[ModelFrom(typeof(Digits1)), Weights(Bits = 3, Scale = Scale.PerChannel)]
internal sealed partial class DigitsPerChannel : ISpanModel<DigitsPerChannel, float>;

/// <summary>With a sum of branches.</summary>
[QuantModel(1, 28, 28, Batch = 100)]
[Weights(Bits = 1), Adam(LearningRate = 0.01), CrossEntropy]
internal sealed partial class DigitsResidual : ISpanModel<DigitsResidual, float>
{
    [Conv2d(16, 3, Stride = 2), BatchNorm, ReLU] public partial Layer Stem { get; }
    [Conv2d(16, 3, Padding = 1), BatchNorm, Add(nameof(Stem)), ReLU, GlobalAvgPool2d] public partial Layer Block { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}

/// <summary>Row by row.</summary>
[QuantModel(28, 28, Batch = 100)]
[Weights(Bits = 2), Adam(LearningRate = 0.01), CrossEntropy]
internal sealed partial class DigitsLstm : ISpanModel<DigitsLstm, float>
{
    [Lstm(33, ReturnSequence = false)] public partial Layer Lstm { get; }
    [Linear(10)] public partial Layer Out { get; }
}
