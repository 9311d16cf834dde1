namespace QuantDsl.Bits.Models;

/// <summary>Every grid that no other network here has: many bits, and scales of their own for channels on all of them.</summary>
[QuantModel(29, Batch = 21)]
[Weights(Bits = 8), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01), CrossEntropy]
internal sealed partial class Mixture : ISpanModel<Mixture, float>
{
    [Linear(67), BatchNorm, ReLU] public partial Layer Eight { get; }
    [Linear(130), BatchNorm, ReLU, Weights(Bits = 1)] public partial Layer LookedUp { get; }
    [Linear(66), BatchNorm, ReLU, Weights(Bits = 1, Scale = Scale.PerChannel)] public partial Layer LookedUpRows { get; }
    [Linear(200), BatchNorm, ReLU, Weights(Bits = 2)] public partial Layer Ternary { get; }
    [Linear(195), BatchNorm, ReLU, Weights(Bits = 2, Grid = Grid.TwoScale)] public partial Layer TernarySides { get; }
    [Linear(193), BatchNorm, ReLU, Weights(Bits = 2, Scale = Scale.PerChannel)] public partial Layer TernaryRows { get; }
    [Linear(33), BatchNorm, ReLU, Weights(Bits = 4, Scale = Scale.PerChannel)] public partial Layer Four { get; }
    [Linear(31), BatchNorm, ReLU, Weights(Bits = 5, Grid = Grid.Logarithmic, Scale = Scale.PerChannel)] public partial Layer Powers { get; }
    [Linear(30), BatchNorm, ReLU, Weights(Bits = 2, Grid = Grid.TwoScale, Scale = Scale.PerChannel)] public partial Layer Sides { get; }
    [Linear(10), BatchNorm, Weights(Bits = 8, Grid = Grid.Logarithmic)] public partial Layer Out { get; }
}
