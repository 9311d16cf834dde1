namespace QuantDsl.Bits.Models;

/// <summary>LeNet-5, smaller.</summary>
[QuantModel(1, 14, 14, Batch = 19)]
[Weights(Bits = 1), Backtrack(Period = 1, Blend = 0.6), Adam(LearningRate = 0.01), SquaredHinge]
internal sealed partial class LeNet5 : ISpanModel<LeNet5, float>
{
    [Conv2d(20, 3), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv1 { get; }
    [Conv2d(35, 3), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv2 { get; }
    [Linear(50), BatchNorm, ReLU] public partial Layer Fc1 { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}

/// <summary>With 2 bits.</summary>
[ModelFrom(typeof(LeNet5)), Weights(Bits = 2)]
internal sealed partial class LeNet5Ternary : ISpanModel<LeNet5Ternary, float>;

/// <summary>With 3 bits.</summary>
[ModelFrom(typeof(LeNet5)), Weights(Bits = 3)]
internal sealed partial class LeNet5ThreeBit : ISpanModel<LeNet5ThreeBit, float>;

/// <summary>In full precision.</summary>
[ModelFrom(typeof(LeNet5)), FullPrecision]
internal sealed partial class LeNet5FullPrecision : ISpanModel<LeNet5FullPrecision, float>;
