namespace QuantDsl.Tests.Engine.Models;

/// <summary>Has the code of every quantizer. The first layer is wide so that the exact solver can sort long rows.</summary>
[QuantModel(2100)]
[Weights(Bits = 1), SquaredHinge]
public sealed partial class EveryQuantizer
{
    [Linear(2), BatchNorm, Weights(Bits = 2, Solver = Solver.Exact)] public partial Layer ExactTernary { get; }
    [Linear(2), BatchNorm, Weights(Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact)] public partial Layer ExactTwoScale { get; }
    [Linear(2), BatchNorm] public partial Layer Binary { get; }
    [Linear(2), BatchNorm, Weights(Bits = 2)] public partial Layer Ternary { get; }
    [Linear(2), BatchNorm, Weights(Bits = 3)] public partial Layer Linear3Bit { get; }
    [Linear(2), BatchNorm, Weights(Bits = 4)] public partial Layer Linear4Bit { get; }
    [Linear(2), BatchNorm, Weights(Bits = 8)] public partial Layer Linear8Bit { get; }
    [Linear(2), BatchNorm, Weights(Bits = 2, Grid = Grid.Logarithmic)] public partial Layer Logarithmic2Bit { get; }
    [Linear(2), BatchNorm, Weights(Bits = 3, Grid = Grid.Logarithmic)] public partial Layer Logarithmic3Bit { get; }
    [Linear(2), BatchNorm, Weights(Bits = 4, Grid = Grid.Logarithmic)] public partial Layer Logarithmic4Bit { get; }
    [Linear(2), BatchNorm, Weights(Bits = 8, Grid = Grid.Logarithmic)] public partial Layer Logarithmic8Bit { get; }
    [Linear(2), BatchNorm, Weights(Bits = 2, Grid = Grid.TwoScale)] public partial Layer TwoScale { get; }
}
