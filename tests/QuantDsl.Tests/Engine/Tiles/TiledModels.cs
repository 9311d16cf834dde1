namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>
/// Sizes around whole tiles: 2 tiles and 2 values, twice 1 tile and 1 value, less than one, and fewer values than a vector. The updates are
/// tested, not the network.
/// </summary>
[QuantModel(226, Batch = 2)]
[Weights(Bits = 1), Backtrack(Blend = 0.6), Adam(LearningRate = 0.0001), SquaredHinge]
public sealed partial class TiledBinary
{
    [Linear(145), BatchNorm] public partial Layer A { get; }
    [Linear(113), BatchNorm] public partial Layer B { get; }
    [Linear(145), BatchNorm] public partial Layer C { get; }
    [Linear(3), BatchNorm] public partial Layer D { get; }
    [Linear(5), BatchNorm] public partial Layer E { get; }
}

[ModelFrom(typeof(TiledBinary)), Weights(Bits = 2)]
public sealed partial class TiledTernary;

[ModelFrom(typeof(TiledBinary)), Weights(Bits = 3)]
public sealed partial class TiledLinear3;

[ModelFrom(typeof(TiledBinary)), Weights(Bits = 8)]
public sealed partial class TiledLinear8;

[ModelFrom(typeof(TiledBinary)), Weights(Bits = 4, Grid = Grid.Logarithmic)]
public sealed partial class TiledLogarithmic4;

[ModelFrom(typeof(TiledBinary)), Weights(Bits = 2, Grid = Grid.TwoScale)]
public sealed partial class TiledTwoScale;

[ModelFrom(typeof(TiledBinary)), Weights(Bits = 2, Solver = Solver.Exact)]
public sealed partial class TiledExact;

[ModelFrom(typeof(TiledBinary)), Weights(Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact)]
public sealed partial class TiledExactTwoScale;

[ModelFrom(typeof(TiledBinary)), FullPrecision]
public sealed partial class TiledFullPrecision;
