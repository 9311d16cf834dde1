namespace QuantDsl.Bits.Models;

/// <summary>Dense blocks, whose layers join the channels before them.</summary>
[QuantModel(3, 8, 8, Batch = 11)]
[Weights(Bits = 2), Backtrack(Period = 1, Blend = 0.8), Adam(LearningRate = 0.01), CrossEntropy]
internal sealed partial class Dense : ISpanModel<Dense, float>
{
    [Conv2d(9, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Stem { get; }
    [Conv2d(5, 3, Padding = 1), BatchNorm, ReLU, Concat(nameof(Stem))] public partial Layer Block1 { get; }
    [Conv2d(5, 3, Padding = 1), BatchNorm, ReLU, Concat(nameof(Block1)), MaxPool2d(2)] public partial Layer Block2 { get; }
    [Linear(21), BatchNorm, ReLU] public partial Layer Fc { get; }
    [Linear(20), BatchNorm, ReLU, Concat(nameof(Fc))] public partial Layer Joined { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}
