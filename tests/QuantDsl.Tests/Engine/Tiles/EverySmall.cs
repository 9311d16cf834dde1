namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>Every quantizer on so few weights that the calling thread works alone.</summary>
[QuantModel(41, Batch = 2)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.0001), SquaredHinge]
public sealed partial class EverySmall
{
    [Linear(41), BatchNorm, Weights(Bits = 1)] public partial Layer Binary { get; }
    [Linear(41), BatchNorm] public partial Layer Ternary { get; }
    [Linear(41), BatchNorm, Weights(Bits = 3)] public partial Layer Linear3 { get; }
    [Linear(41), BatchNorm, Weights(Bits = 8)] public partial Layer Linear8 { get; }
    [Linear(41), BatchNorm, Weights(Bits = 4, Grid = Grid.Logarithmic)] public partial Layer Logarithmic4 { get; }
    [Linear(41), BatchNorm, Weights(Bits = 2, Grid = Grid.TwoScale)] public partial Layer TwoScale { get; }
    [Linear(41), BatchNorm, Weights(Bits = 2, Solver = Solver.Exact)] public partial Layer Exact { get; }
    [Linear(41), BatchNorm, Weights(Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact)] public partial Layer ExactTwoScale { get; }
    [Linear(41), BatchNorm, Weights(Bits = 2, Scale = Scale.PerChannel)] public partial Layer PerChannel { get; }
    [Linear(41), BatchNorm, FullPrecision] public partial Layer Full { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}
