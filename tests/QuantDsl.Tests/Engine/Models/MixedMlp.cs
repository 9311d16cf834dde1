namespace QuantDsl.Tests.Engine.Models;

/// <summary>Three quantizers and a layer in full precision.</summary>
[QuantModel(6, Batch = 16)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01), SquaredHinge]
public sealed partial class MixedMlp
{
    [Linear(8), BatchNorm, ReLU, FullPrecision] public partial Layer First { get; }
    [Linear(7), BatchNorm, ReLU, Weights(Bits = 1, Scale = Scale.PerChannel)] public partial Layer Second { get; }
    [Linear(6), BatchNorm, ReLU] public partial Layer Third { get; }
    [Linear(3), BatchNorm, Weights(Bits = 4, Grid = Grid.Logarithmic)] public partial Layer Out { get; }
}

/// <summary>
/// No layer is normalised, so every one has a bias; cross-entropy; the last layer ends with a ReLU; ε as in <see cref="SmallLeNet"/>.
/// </summary>
[QuantModel(5, Batch = 12)]
[Weights(Bits = 3), Backtrack(Blend = 0.7), Adam(LearningRate = 0.01, Epsilon = 1e-4), CrossEntropy]
public sealed partial class BiasedMlp
{
    [Linear(9), ReLU] public partial Layer First { get; }
    [Linear(8, Bias = true), ReLU] public partial Layer Second { get; }
    [Linear(6, Bias = false), ReLU] public partial Layer Third { get; }
    [Linear(4), ReLU] public partial Layer Out { get; }
}

/// <summary>What leaves a ReLU that overwrites its input is read by the next layer, by an Add and by a From.</summary>
[QuantModel(6, Batch = 12)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01), SquaredHinge]
public sealed partial class SharedReluMlp
{
    [Linear(7), ReLU] public partial Layer A { get; }
    [Linear(7), BatchNorm(Epsilon = 0.01, Momentum = 0.3), ReLU, Add(nameof(A))] public partial Layer B { get; }
    [From(nameof(A)), Linear(7), Add(nameof(B)), ReLU, ReLU, Add(nameof(A))] public partial Layer C { get; }
    [Linear(3)] public partial Layer Out { get; }
}
