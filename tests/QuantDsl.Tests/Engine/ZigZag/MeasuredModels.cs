using QuantDsl.Tests.Engine.Tiles;
using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Engine.ZigZag;

[ModelFrom(typeof(TiledBinary)), ZigZag]
public sealed partial class MeasuredBinary;

[ModelFrom(typeof(MeasuredBinary)), Weights(Bits = 2)]
public sealed partial class MeasuredTernary;

[ModelFrom(typeof(MeasuredBinary)), Weights(Bits = 4)]
public sealed partial class MeasuredLinear4;

[ModelFrom(typeof(MeasuredBinary)), Weights(Bits = 8)]
public sealed partial class MeasuredLinear8;

[ModelFrom(typeof(MeasuredBinary)), Weights(Bits = 4, Grid = Grid.Logarithmic)]
public sealed partial class MeasuredLogarithmic4;

[ModelFrom(typeof(MeasuredBinary)), Weights(Bits = 2, Grid = Grid.TwoScale)]
public sealed partial class MeasuredTwoScale;

[ModelFrom(typeof(MeasuredBinary)), Weights(Bits = 2, Solver = Solver.Exact)]
public sealed partial class MeasuredExact;

[ModelFrom(typeof(MeasuredBinary)), Weights(Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact)]
public sealed partial class MeasuredExactTwoScale;

/// <summary>Every quantizer with a scale per output channel.</summary>
[ModelFrom(typeof(TiledPerChannel)), ZigZag]
public sealed partial class MeasuredPerChannel;

/// <summary>Every quantizer with a scale per layer, and a layer in full precision, which is not measured.</summary>
[ModelFrom(typeof(EveryTiled)), ZigZag]
public sealed partial class MeasuredTiled;

[ModelFrom(typeof(EverySmall)), ZigZag]
public sealed partial class MeasuredSmall;

/// <summary>A network that learns digits.</summary>
[ModelFrom(typeof(TinyMlp)), Weights(Bits = 2), ZigZag]
public sealed partial class MeasuredDigits;

/// <summary>Without moments the step is ∓η: weights near 0 zig-zag across it for ever.</summary>
[QuantModel(4, Batch = 2)]
[Weights(Bits = 1), Adam(LearningRate = 0.125, Beta1 = 0, Beta2 = 0), ZigZag, SquaredHinge]
public sealed partial class MeasuredSigns
{
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}

[ModelFrom(typeof(MeasuredSigns)), Weights(Bits = 2)]
public sealed partial class MeasuredTernarySigns;
