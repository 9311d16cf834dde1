namespace QuantDsl.Tests.Engine.Models;

/// <summary>A multilayer perceptron of 92 weights; row lengths of 6, 7 and 5 leave tails in every vector.</summary>
[QuantModel(6, Batch = 16, Epochs = 2)]
[Weights(Bits = 1)]
[Backtrack(Period = 2, Blend = 0.6)]
[Adam(LearningRate = 0.01)]
[SquaredHinge]
public sealed partial class BinaryMlp
{
    [Linear(7), BatchNorm, ReLU] public partial Layer Hidden1 { get; }
    [Linear(5), BatchNorm, ReLU] public partial Layer Hidden2 { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}

[ModelFrom(typeof(BinaryMlp)), Weights(Bits = 2)]
public sealed partial class TernaryMlp;

[ModelFrom(typeof(BinaryMlp)), Weights(Bits = 3)]
public sealed partial class Linear3Mlp;

[ModelFrom(typeof(BinaryMlp)), Weights(Bits = 4)]
public sealed partial class Linear4Mlp;

[ModelFrom(typeof(BinaryMlp)), Weights(Bits = 8)]
public sealed partial class Linear8Mlp;

[ModelFrom(typeof(BinaryMlp)), Weights(Bits = 2, Grid = Grid.Logarithmic)]
public sealed partial class Logarithmic2Mlp;

[ModelFrom(typeof(BinaryMlp)), Weights(Bits = 3, Grid = Grid.Logarithmic)]
public sealed partial class Logarithmic3Mlp;

[ModelFrom(typeof(BinaryMlp)), Weights(Bits = 4, Grid = Grid.Logarithmic)]
public sealed partial class Logarithmic4Mlp;

[ModelFrom(typeof(BinaryMlp)), Weights(Bits = 8, Grid = Grid.Logarithmic)]
public sealed partial class Logarithmic8Mlp;

[ModelFrom(typeof(BinaryMlp)), Weights(Bits = 2, Grid = Grid.TwoScale)]
public sealed partial class TwoScaleMlp;

[ModelFrom(typeof(BinaryMlp)), Weights(Bits = 2, Solver = Solver.Exact)]
public sealed partial class ExactTernaryMlp;

/// <summary>The same levels as with the linear grid.</summary>
[ModelFrom(typeof(BinaryMlp)), Weights(Bits = 2, Grid = Grid.Logarithmic, Solver = Solver.Exact)]
public sealed partial class ExactLogarithmicMlp;

[ModelFrom(typeof(BinaryMlp)), Weights(Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact)]
public sealed partial class ExactTwoScaleMlp;

[ModelFrom(typeof(BinaryMlp)), FullPrecision]
public sealed partial class FullPrecisionMlp;
