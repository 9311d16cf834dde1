namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>Every quantizer with a scale per layer, each on 131×131 weights: one tile and a part that ends within a vector.</summary>
[QuantModel(131, Batch = 2)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.0001), SquaredHinge]
public sealed partial class EveryTiled
{
    [Linear(131), BatchNorm, Weights(Bits = 1)] public partial Layer Binary { get; }
    [Linear(131), BatchNorm] public partial Layer Ternary { get; }
    [Linear(131), BatchNorm, Weights(Bits = 3)] public partial Layer Linear3 { get; }
    [Linear(131), BatchNorm, Weights(Bits = 8)] public partial Layer Linear8 { get; }
    [Linear(131), BatchNorm, Weights(Bits = 4, Grid = Grid.Logarithmic)] public partial Layer Logarithmic4 { get; }
    [Linear(131), BatchNorm, Weights(Bits = 2, Grid = Grid.TwoScale)] public partial Layer TwoScale { get; }
    [Linear(131), BatchNorm, Weights(Bits = 2, Solver = Solver.Exact)] public partial Layer Exact { get; }
    [Linear(131), BatchNorm, Weights(Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact)] public partial Layer ExactTwoScale { get; }
    [Linear(131), BatchNorm, FullPrecision] public partial Layer Full { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}
