namespace QuantDsl.Tests.Cuda;

/// <summary>
/// A model that is measured, with scales that are found by sorting, of rows and of a whole layer; scales that alternate; and a layer that is
/// frozen.
/// </summary>
[QuantModel(6, Batch = 9)]
[Weights(Bits = 2, Solver = Solver.Exact), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01), SquaredHinge, ZigZag]
public sealed partial class MeasuredMix
{
    [Linear(5), BatchNorm, ReLU, Weights(Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact, Scale = Scale.PerChannel)]
    public partial Layer First { get; }

    [Linear(7), BatchNorm, ReLU, Frozen] public partial Layer Second { get; }
    [Linear(5), ReLU, Weights(Bits = 1, Scale = Scale.PerChannel)] public partial Layer Third { get; }
    [Linear(5), BatchNorm, ReLU, Weights(Bits = 4, Grid = Grid.Logarithmic)] public partial Layer Fourth { get; }
    [Linear(5), BatchNorm, ReLU] public partial Layer Fifth { get; }
    [Linear(3), BatchNorm, Weights(Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact)] public partial Layer Out { get; }
}

/// <summary>Weights that are sorted in several tiles: rows, and a whole layer with a scale for each sign.</summary>
[QuantModel(4100, Batch = 2)]
[Weights(Bits = 2, Solver = Solver.Exact), Backtrack(Blend = 0.6), Adam(LearningRate = 0.0001), SquaredHinge]
public sealed partial class SortedTiles
{
    [Linear(2), BatchNorm, Weights(Bits = 2, Solver = Solver.Exact, Scale = Scale.PerChannel)] public partial Layer Rows { get; }
    [Linear(4200), BatchNorm, Weights(Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact)] public partial Layer Whole { get; }
    [Linear(2), BatchNorm] public partial Layer Out { get; }
}
