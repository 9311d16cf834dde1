using QuantDsl.CompilerServices;

namespace QuantDsl.Gpu.Models;

/// <summary>Every grid and scale, several tiles and odd sizes.</summary>
[QuantModel(1, 12, 12, Batch = 32), Backtrack, Adam(LearningRate = 0.005), CrossEntropy]
internal sealed partial class Grids : IDeviceModel
{
    [Conv2d(7, 3), BatchNorm, ReLU, Weights(Bits = 1)] public partial Layer Binary { get; }
    [Conv2d(9, 3), BatchNorm, ReLU, Weights(Bits = 4, Grid = Grid.Logarithmic)] public partial Layer Powers { get; }
    [Conv2d(11, 3), BatchNorm, ReLU, Weights(Bits = 3, Scale = Scale.PerChannel)] public partial Layer Rows { get; }
    [Linear(101), BatchNorm, ReLU, Weights(Bits = 2)] public partial Layer Ternary { get; }
    [Linear(103), BatchNorm, ReLU, Weights(Bits = 2, Grid = Grid.TwoScale)] public partial Layer Sides { get; }
    [Linear(61), BatchNorm, ReLU, Weights(Bits = 8)] public partial Layer Eight { get; }
    [Linear(53), BatchNorm, ReLU, Weights(Bits = 2, Solver = Solver.Exact)] public partial Layer Sorted { get; }
    [Linear(10), FullPrecision] public partial Layer Out { get; }

    IUpdateEngine IDeviceModel.Engine => _store.Engine;
}
