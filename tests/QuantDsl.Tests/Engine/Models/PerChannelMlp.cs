namespace QuantDsl.Tests.Engine.Models;

[ModelFrom(typeof(BinaryMlp)), Weights(Bits = 1, Scale = Scale.PerChannel)]
public sealed partial class BinaryPerChannelMlp;

[ModelFrom(typeof(BinaryMlp)), Weights(Bits = 2, Scale = Scale.PerChannel)]
public sealed partial class TernaryPerChannelMlp;

[ModelFrom(typeof(BinaryMlp)), Weights(Bits = 4, Scale = Scale.PerChannel)]
public sealed partial class Linear4PerChannelMlp;

[ModelFrom(typeof(BinaryMlp)), Weights(Bits = 3, Grid = Grid.Logarithmic, Scale = Scale.PerChannel)]
public sealed partial class Logarithmic3PerChannelMlp;

[ModelFrom(typeof(BinaryMlp)), Weights(Bits = 2, Grid = Grid.TwoScale, Scale = Scale.PerChannel)]
public sealed partial class TwoScalePerChannelMlp;

[ModelFrom(typeof(BinaryMlp)), Weights(Bits = 2, Solver = Solver.Exact, Scale = Scale.PerChannel)]
public sealed partial class ExactTernaryPerChannelMlp;

[ModelFrom(typeof(BinaryMlp)), Weights(Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact, Scale = Scale.PerChannel)]
public sealed partial class ExactTwoScalePerChannelMlp;

[ModelFrom(typeof(BinaryMlp)), Weights(Bits = 2, Grid = Grid.Logarithmic, Solver = Solver.Exact, Scale = Scale.PerChannel)]
public sealed partial class ExactLogarithmicPerChannelMlp;
