using QuantDsl;

namespace Digits.Models;

/// <summary>The multi-layer perceptron for MNIST as in the BLAQ paper, with 1-bit weights.</summary>
[QuantModel(1, 28, 28, Batch = 100, Epochs = 50)]
[Weights(Bits = 1)]
[Backtrack(Period = 5, Blend = 0.6)]
[Adam(LearningRate = 0.005), StepDecay(Every = 5, Factor = 0.1)]
[SquaredHinge]
public sealed partial class Mlp
{
    [Linear(2048), BatchNorm, ReLU] public partial Layer Fc1 { get; }
    [Linear(2048), BatchNorm, ReLU] public partial Layer Fc2 { get; }
    [Linear(2048), BatchNorm, ReLU] public partial Layer Fc3 { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}

/// <summary>The perceptron with ternary weights.</summary>
[ModelFrom(typeof(Mlp)), Weights(Bits = 2)]
public sealed partial class MlpTernary;

/// <summary>The perceptron with 3-bit weights.</summary>
[ModelFrom(typeof(Mlp)), Weights(Bits = 3)]
public sealed partial class MlpThreeBit;

/// <summary>The perceptron in full precision, trained by Adam.</summary>
[ModelFrom(typeof(Mlp)), FullPrecision]
public sealed partial class MlpFullPrecision;
