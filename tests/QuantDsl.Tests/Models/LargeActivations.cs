namespace QuantDsl.Tests.Models;

/// <summary>Deep, with few weights and large activations: 288 KiB each, of which training keeps two a layer.</summary>
[QuantModel(8, 96, 96, Batch = 40, Epochs = 1)]
[Weights(Bits = 1), Adam(LearningRate = 0.001), CrossEntropy]
public sealed partial class LargeActivations
{
    [Conv2d(8, 1), BatchNorm, ReLU] public partial Layer A { get; }
    [Conv2d(8, 1), BatchNorm, ReLU] public partial Layer B { get; }
    [Conv2d(8, 1), BatchNorm, ReLU] public partial Layer C { get; }
    [Conv2d(8, 1), BatchNorm, ReLU] public partial Layer D { get; }
    [Conv2d(8, 1), BatchNorm, ReLU] public partial Layer E { get; }
    [Conv2d(8, 1), BatchNorm, ReLU] public partial Layer F { get; }
    [Conv2d(8, 1), BatchNorm, ReLU] public partial Layer G { get; }
    [Conv2d(8, 1), BatchNorm, ReLU] public partial Layer H { get; }
    [Conv2d(8, 1), BatchNorm, ReLU] public partial Layer I { get; }
    [Conv2d(8, 1), BatchNorm, ReLU] public partial Layer J { get; }
    [Conv2d(8, 1), BatchNorm, ReLU] public partial Layer K { get; }
    [Conv2d(8, 1), BatchNorm, ReLU, GlobalAvgPool2d] public partial Layer L { get; }
    [Linear(10)] public partial Layer Out { get; }
}
