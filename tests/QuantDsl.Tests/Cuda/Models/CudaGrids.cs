namespace QuantDsl.Tests.Cuda;

/// <summary>
/// Every grid with a scale per layer, on one tile and a part of 129 weights that ends within 16 bytes; then layers of 65 weights, of one,
/// and of three.
/// </summary>
[QuantModel(65, Batch = 2)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.0001), SquaredHinge]
public sealed partial class CudaPerLayer
{
    [Linear(65), BatchNorm, Weights(Bits = 1)] public partial Layer Binary { get; }
    [Linear(65), BatchNorm, Weights(Bits = 2)] public partial Layer Linear2 { get; }
    [Linear(65), BatchNorm, Weights(Bits = 3)] public partial Layer Linear3 { get; }
    [Linear(65), BatchNorm, Weights(Bits = 4)] public partial Layer Linear4 { get; }
    [Linear(65), BatchNorm, Weights(Bits = 5)] public partial Layer Linear5 { get; }
    [Linear(65), BatchNorm, Weights(Bits = 6)] public partial Layer Linear6 { get; }
    [Linear(65), BatchNorm, Weights(Bits = 7)] public partial Layer Linear7 { get; }
    [Linear(65), BatchNorm, Weights(Bits = 8)] public partial Layer Linear8 { get; }
    [Linear(65), BatchNorm, Weights(Bits = 2, Grid = Grid.Logarithmic)] public partial Layer Logarithmic2 { get; }
    [Linear(65), BatchNorm, Weights(Bits = 3, Grid = Grid.Logarithmic)] public partial Layer Logarithmic3 { get; }
    [Linear(65), BatchNorm, Weights(Bits = 5, Grid = Grid.Logarithmic)] public partial Layer Logarithmic5 { get; }
    [Linear(65), BatchNorm, Weights(Bits = 8, Grid = Grid.Logarithmic)] public partial Layer Logarithmic8 { get; }
    [Linear(65), BatchNorm, Weights(Bits = 2, Grid = Grid.TwoScale)] public partial Layer TwoScale { get; }
    [Linear(65), BatchNorm, Weights(Bits = 2, Solver = Solver.Exact)] public partial Layer Exact { get; }
    [Linear(65), BatchNorm, Weights(Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact)] public partial Layer ExactTwoScale { get; }
    [Linear(65), BatchNorm, FullPrecision] public partial Layer Full { get; }
    [Linear(1), BatchNorm] public partial Layer Narrow { get; }
    [Linear(1), BatchNorm, Weights(Bits = 1)] public partial Layer One { get; }
    [Linear(1), BatchNorm, Weights(Bits = 2, Grid = Grid.TwoScale)] public partial Layer OneTwoScale { get; }
    [Linear(3), BatchNorm, Weights(Bits = 3)] public partial Layer Out { get; }
}

/// <summary>
/// Every kind of grid with a scale per channel: seven rows of 1027 weights, which end within a warp, of 7, and of 1, and one row alone.
/// </summary>
[QuantModel(1027, Batch = 2)]
[Weights(Bits = 2, Scale = Scale.PerChannel), Backtrack(Blend = 0.25, DiscardTrialMoments = true), SquaredHinge]
[Adam(LearningRate = 0.0001, Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-6)]
public sealed partial class CudaPerChannel
{
    [Linear(7), BatchNorm] public partial Layer Ternary { get; }
    [Linear(7), BatchNorm, Weights(Bits = 1, Scale = Scale.PerChannel)] public partial Layer Binary { get; }
    [Linear(7), BatchNorm, Weights(Bits = 3, Scale = Scale.PerChannel)] public partial Layer Linear3 { get; }
    [Linear(7), BatchNorm, Weights(Bits = 8, Scale = Scale.PerChannel)] public partial Layer Linear8 { get; }
    [Linear(7), BatchNorm, Weights(Bits = 4, Grid = Grid.Logarithmic, Scale = Scale.PerChannel)] public partial Layer Logarithmic4 { get; }
    [Linear(7), BatchNorm, Weights(Bits = 2, Grid = Grid.TwoScale, Scale = Scale.PerChannel)] public partial Layer TwoScale { get; }
    [Linear(7), BatchNorm, Weights(Bits = 2, Solver = Solver.Exact, Scale = Scale.PerChannel)] public partial Layer Exact { get; }
    [Linear(7), BatchNorm, Weights(Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact, Scale = Scale.PerChannel)]
    public partial Layer ExactTwoScale { get; }
    [Linear(7), BatchNorm, Weights(Bits = 3)] public partial Layer Whole { get; }
    [Linear(1), BatchNorm] public partial Layer OneRow { get; }
    [Linear(3), BatchNorm, Weights(Bits = 1, Scale = Scale.PerChannel)] public partial Layer OneColumn { get; }
}

/// <summary>
/// A model for kernels that are broken on purpose: several tiles, two scales, one scale, none. The last alternating layer has one scale:
/// behind its change no other sum, with barriers of its own, comes before it is read again, so that a missing barrier shows there.
/// </summary>
[QuantModel(65, Batch = 2)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.0001), SquaredHinge]
public sealed partial class CudaBreakable
{
    [Linear(65), BatchNorm, Weights(Bits = 1)] public partial Layer Binary { get; }
    [Linear(129), BatchNorm, Weights(Bits = 2, Grid = Grid.TwoScale)] public partial Layer TwoScale { get; }
    [Linear(65), BatchNorm] public partial Layer Ternary { get; }
    [Linear(3), BatchNorm, FullPrecision] public partial Layer Out { get; }
}
