using QuantDsl;

namespace Experiments.Networks;

/// <summary>
/// The network for SVHN as in the BLAQ paper, with 1-bit weights: (2×64C3)–MP2–(2×128C3)–MP2–(2×256C3)–MP2–(2×1024FC)–10.
/// </summary>
[QuantModel(3, 32, 32, Batch = 50, Epochs = 50)]
[Weights(Bits = 1)]
[Backtrack(Period = 5, Blend = 0.6)]
[Adam(LearningRate = 0.001), StepDecay(Every = 5, Factor = 0.1, Times = 1)]
[SquaredHinge]
public sealed partial class Svhn
{
    [Conv2d(64, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Conv1 { get; }
    [Conv2d(64, 3, Padding = 1), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv2 { get; }
    [Conv2d(128, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Conv3 { get; }
    [Conv2d(128, 3, Padding = 1), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv4 { get; }
    [Conv2d(256, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Conv5 { get; }
    [Conv2d(256, 3, Padding = 1), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv6 { get; }
    [Linear(1024), BatchNorm, ReLU] public partial Layer Fc1 { get; }
    [Linear(1024), BatchNorm, ReLU] public partial Layer Fc2 { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}

/// <summary>The SVHN network with ternary weights.</summary>
[ModelFrom(typeof(Svhn)), Weights(Bits = 2)]
public sealed partial class SvhnTernary;

/// <summary>The SVHN network in full precision, trained by Adam.</summary>
[ModelFrom(typeof(Svhn)), FullPrecision]
public sealed partial class SvhnFullPrecision;
