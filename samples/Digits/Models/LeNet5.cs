using QuantDsl;

namespace Digits.Models;

/// <summary>LeNet-5 as in the BLAQ paper, with 1-bit weights.</summary>
[QuantModel(1, 28, 28, Batch = 128, Epochs = 20)]
[Weights(Bits = 1)]
[Backtrack(Period = 5, Blend = 0.6)]
[Adam(LearningRate = 0.005), StepDecay(Every = 5, Factor = 0.1)]
[SquaredHinge]
public sealed partial class LeNet5
{
    [Conv2d(20, 3), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv1 { get; }
    [Conv2d(50, 3), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv2 { get; }
    [Linear(500), BatchNorm, ReLU] public partial Layer Fc1 { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}

/// <summary>LeNet-5 with ternary weights.</summary>
[ModelFrom(typeof(LeNet5)), Weights(Bits = 2)]
public sealed partial class LeNet5Ternary;

/// <summary>LeNet-5 with 3-bit weights.</summary>
[ModelFrom(typeof(LeNet5)), Weights(Bits = 3)]
public sealed partial class LeNet5ThreeBit;

/// <summary>LeNet-5 in full precision, trained by Adam.</summary>
[ModelFrom(typeof(LeNet5)), FullPrecision]
public sealed partial class LeNet5FullPrecision;
