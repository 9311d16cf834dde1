namespace QuantDsl.Tests.Engine.Models;

[ModelFrom(typeof(OneHotLstm)), Weights(Bits = 2, Scale = Scale.PerGate)]
public sealed partial class TernaryPerGateLstm;

[ModelFrom(typeof(OneHotLstm)), Weights(Bits = 3, Grid = Grid.Logarithmic, Scale = Scale.PerGate)]
public sealed partial class LogarithmicPerGateLstm;

[ModelFrom(typeof(OneHotLstm)), Weights(Bits = 2, Grid = Grid.TwoScale, Scale = Scale.PerGate)]
public sealed partial class TwoScalePerGateLstm;

[ModelFrom(typeof(OneHotLstm)), Weights(Bits = 2, Solver = Solver.Exact, Scale = Scale.PerGate)]
public sealed partial class ExactPerGateLstm;

[ModelFrom(typeof(OneHotLstm)), Weights(Bits = 2, Grid = Grid.Logarithmic, Solver = Solver.Exact, Scale = Scale.PerGate)]
public sealed partial class ExactLogarithmicPerGateLstm;

[ModelFrom(typeof(OneHotLstm)), Weights(Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact, Scale = Scale.PerGate)]
public sealed partial class ExactTwoScalePerGateLstm;
