namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>
/// Every quantizer with a scale per output channel: rows longer than a tile, of which a tile is one; and tiles of many short rows that end
/// within a vector, the last of them shorter.
/// </summary>
[QuantModel(17011, Batch = 2)]
[Weights(Bits = 2, Scale = Scale.PerChannel), Backtrack(Blend = 0.6), Adam(LearningRate = 0.0001), SquaredHinge]
public sealed partial class TiledPerChannel
{
    [Linear(3), BatchNorm] public partial Layer Ternary { get; }
    [Linear(613), BatchNorm, Weights(Bits = 1, Scale = Scale.PerChannel)] public partial Layer Thin { get; }
    [Linear(31), BatchNorm, Weights(Bits = 1, Scale = Scale.PerChannel)] public partial Layer Binary { get; }
    [Linear(613), BatchNorm, Weights(Bits = 3, Scale = Scale.PerChannel)] public partial Layer Linear3 { get; }
    [Linear(31), BatchNorm, Weights(Bits = 8, Scale = Scale.PerChannel)] public partial Layer Linear8 { get; }
    [Linear(613), BatchNorm, Weights(Bits = 4, Grid = Grid.Logarithmic, Scale = Scale.PerChannel)]
    public partial Layer Logarithmic4 { get; }
    [Linear(31), BatchNorm, Weights(Bits = 2, Grid = Grid.TwoScale, Scale = Scale.PerChannel)] public partial Layer TwoScale { get; }
    [Linear(613), BatchNorm, Weights(Bits = 2, Solver = Solver.Exact, Scale = Scale.PerChannel)] public partial Layer Exact { get; }
    [Linear(31), BatchNorm, Weights(Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact, Scale = Scale.PerChannel)]
    public partial Layer ExactTwoScale { get; }
}
