using QuantDsl;

namespace Experiments.Networks;

/// <summary>
/// VGG for CIFAR-10 as in the BLAQ paper, with 1-bit weights: (2×128C3)–MP2–(2×256C3)–MP2–(2×512C3)–MP2–(2×1024FC)–10. The program of LAQ's
/// authors whitens the images; here they are normalised per channel.
/// </summary>
[QuantModel(3, 32, 32, Batch = 100, Epochs = 100)]
[Weights(Bits = 1)]
[Backtrack(Period = 5, Blend = 0.6)]
[Adam(LearningRate = 0.02), StepDecay(Every = 5, Factor = 0.1)]
[SquaredHinge]
public sealed partial class Vgg
{
    [Conv2d(128, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Conv1 { get; }
    [Conv2d(128, 3, Padding = 1), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv2 { get; }
    [Conv2d(256, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Conv3 { get; }
    [Conv2d(256, 3, Padding = 1), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv4 { get; }
    [Conv2d(512, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Conv5 { get; }
    [Conv2d(512, 3, Padding = 1), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv6 { get; }
    [Linear(1024), BatchNorm, ReLU] public partial Layer Fc1 { get; }
    [Linear(1024), BatchNorm, ReLU] public partial Layer Fc2 { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}

/// <summary>The VGG with ternary weights.</summary>
[ModelFrom(typeof(Vgg)), Weights(Bits = 2)]
public sealed partial class VggTernary;

/// <summary>The VGG in full precision, trained by Adam.</summary>
[ModelFrom(typeof(Vgg)), FullPrecision]
public sealed partial class VggFullPrecision;
