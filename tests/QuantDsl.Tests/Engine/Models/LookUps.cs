using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Engine.Models;

/// <summary>A perceptron wide enough for ternary products to be looked up; the second layer's gradient is made tile by tile.</summary>
[QuantModel(24, Batch = 9)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01), SquaredHinge]
public sealed partial class LookUpMlp : IDeferring
{
    [Linear(196), BatchNorm, ReLU] public partial Layer Hidden1 { get; }
    [Linear(193), BatchNorm, ReLU] public partial Layer Hidden2 { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }

    CpuTraining IDeferring.Network => _network!;

    ParameterStore IDeferring.Store => _store;
}

/// <summary>With a scale for each output; ε as in <see cref="SmallLeNet"/>.</summary>
[ModelFrom(typeof(LookUpMlp)), Weights(Bits = 2, Scale = Scale.PerChannel), Adam(LearningRate = 0.01, Epsilon = 1e-4)]
public sealed partial class LookUpPerChannelMlp : IDeferring
{
    CpuTraining IDeferring.Network => _network!;

    ParameterStore IDeferring.Store => _store;
}

/// <summary>With two scales.</summary>
[ModelFrom(typeof(LookUpMlp)), Weights(Bits = 2, Grid = Grid.TwoScale)]
public sealed partial class LookUpTwoScaleMlp : IDeferring
{
    CpuTraining IDeferring.Network => _network!;

    ParameterStore IDeferring.Store => _store;
}

/// <summary>Whose scale is found from all weights, which are written.</summary>
[ModelFrom(typeof(LookUpMlp)), Weights(Bits = 2, Solver = Solver.Exact)]
public sealed partial class LookUpExactMlp : IDeferring
{
    CpuTraining IDeferring.Network => _network!;

    ParameterStore IDeferring.Store => _store;
}

/// <summary>Ternary convolutions whose products are looked up; ε as in <see cref="SmallLeNet"/>.</summary>
[QuantModel(2, 5, 6, Batch = 5)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.005, Epsilon = 1e-4), CrossEntropy]
public sealed partial class LookUpConvolutions
{
    [Conv2d(33, 3, Padding = 1), BatchNorm, ReLU] public partial Layer First { get; }
    [Conv2d(34, 3, Stride = 2, Padding = 1), BatchNorm, ReLU] public partial Layer Second { get; }
    [Linear(3)] public partial Layer Out { get; }
}

/// <summary>The same with two scales.</summary>
[ModelFrom(typeof(LookUpConvolutions)), Weights(Bits = 2, Grid = Grid.TwoScale)]
public sealed partial class LookUpTwoScaleConvolutions;

/// <summary>A ternary LSTM whose products are looked up.</summary>
[QuantModel(2, Batch = 4)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01, Epsilon = 1e-4), CrossEntropy]
public sealed partial class LookUpLstm
{
    [Embedding(5, 192)] public partial Layer Table { get; }
    [Lstm(192, ReturnSequence = false)] public partial Layer Lstm { get; }
    [Linear(3)] public partial Layer Out { get; }
}
