namespace QuantDsl.Tests.Cuda;

/// <summary>A model that is measured, with scales of rows, which one block solves, and a layer that is frozen.</summary>
[QuantModel(6, Batch = 9)]
[Weights(Bits = 2, Scale = Scale.PerChannel), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01), SquaredHinge, ZigZag]
public sealed partial class MeasuredRows
{
    [Linear(40), BatchNorm, ReLU, Weights(Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact, Scale = Scale.PerChannel)]
    public partial Layer First { get; }

    [Linear(7), BatchNorm, ReLU, Frozen] public partial Layer Second { get; }
    [Linear(5), ReLU, Weights(Bits = 1, Scale = Scale.PerChannel)] public partial Layer Third { get; }
    [Linear(5), BatchNorm, ReLU, Weights(Bits = 4, Grid = Grid.Logarithmic, Scale = Scale.PerChannel)] public partial Layer Fourth { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}
