using QuantDsl;

namespace Experiments.Networks;

/// <summary>
/// ResNet-18 (He et al., 2016) for ImageNet with 1-bit weights and the recipe of the BLAQ paper. A block has two convolutions, and its
/// shortcut is added to their result; where the resolution is halved, the shortcut is a 1×1 convolution with stride 2. The output is
/// batch-normalised, as in the paper's other networks, because all weights of a quantized layer have the same magnitude.
/// </summary>
[QuantModel(3, 224, 224, Batch = 256, Epochs = 175)]
[Weights(Bits = 1)]
[Backtrack(Period = 10, Blend = 0.9)]
[Adam(LearningRate = 0.0002), StepDecay(Every = 1, Factor = 0.95)]
[CrossEntropy]
public sealed partial class ResNet18
{
    [Conv2d(64, 7, Stride = 2, Padding = 3), BatchNorm, ReLU, MaxPool2d(3, Stride = 2, Padding = 1)] public partial Layer Stem { get; }

    [Conv2d(64, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Block1A { get; }
    [Conv2d(64, 3, Padding = 1), BatchNorm, Add(nameof(Stem)), ReLU] public partial Layer Block1B { get; }
    [Conv2d(64, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Block2A { get; }
    [Conv2d(64, 3, Padding = 1), BatchNorm, Add(nameof(Block1B)), ReLU] public partial Layer Block2B { get; }

    [Conv2d(128, 1, Stride = 2), BatchNorm] public partial Layer Shortcut3 { get; }
    [From(nameof(Block2B)), Conv2d(128, 3, Stride = 2, Padding = 1), BatchNorm, ReLU] public partial Layer Block3A { get; }
    [Conv2d(128, 3, Padding = 1), BatchNorm, Add(nameof(Shortcut3)), ReLU] public partial Layer Block3B { get; }
    [Conv2d(128, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Block4A { get; }
    [Conv2d(128, 3, Padding = 1), BatchNorm, Add(nameof(Block3B)), ReLU] public partial Layer Block4B { get; }

    [Conv2d(256, 1, Stride = 2), BatchNorm] public partial Layer Shortcut5 { get; }
    [From(nameof(Block4B)), Conv2d(256, 3, Stride = 2, Padding = 1), BatchNorm, ReLU] public partial Layer Block5A { get; }
    [Conv2d(256, 3, Padding = 1), BatchNorm, Add(nameof(Shortcut5)), ReLU] public partial Layer Block5B { get; }
    [Conv2d(256, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Block6A { get; }
    [Conv2d(256, 3, Padding = 1), BatchNorm, Add(nameof(Block5B)), ReLU] public partial Layer Block6B { get; }

    [Conv2d(512, 1, Stride = 2), BatchNorm] public partial Layer Shortcut7 { get; }
    [From(nameof(Block6B)), Conv2d(512, 3, Stride = 2, Padding = 1), BatchNorm, ReLU] public partial Layer Block7A { get; }
    [Conv2d(512, 3, Padding = 1), BatchNorm, Add(nameof(Shortcut7)), ReLU] public partial Layer Block7B { get; }
    [Conv2d(512, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Block8A { get; }
    [Conv2d(512, 3, Padding = 1), BatchNorm, Add(nameof(Block7B)), ReLU, GlobalAvgPool2d] public partial Layer Block8B { get; }

    [Linear(1000), BatchNorm] public partial Layer Out { get; }
}

/// <summary>ResNet-18 with ternary weights.</summary>
[ModelFrom(typeof(ResNet18)), Weights(Bits = 2)]
public sealed partial class ResNet18Ternary;

/// <summary>ResNet-18 in full precision, trained by Adam.</summary>
[ModelFrom(typeof(ResNet18)), FullPrecision]
public sealed partial class ResNet18FullPrecision;
