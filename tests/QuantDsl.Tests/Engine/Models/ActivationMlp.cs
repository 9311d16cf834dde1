namespace QuantDsl.Tests.Engine.Models;

/// <summary>Activations behind batch norm, behind a sum, and alone: each has another kernel there.</summary>
[QuantModel(6, Batch = 12)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01, Epsilon = 1e-4), SquaredHinge]
public sealed partial class LeakyMlp
{
    [Linear(7), BatchNorm, LeakyReLU] public partial Layer A { get; }
    [Linear(7), BatchNorm, Add(nameof(A)), LeakyReLU(0.25)] public partial Layer B { get; }
    [Linear(5), LeakyReLU(0.25)] public partial Layer C { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}

/// <inheritdoc cref="LeakyMlp"/>
[QuantModel(6, Batch = 12)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01, Epsilon = 1e-4), SquaredHinge]
public sealed partial class TanhMlp
{
    [Linear(7), BatchNorm, Tanh] public partial Layer A { get; }
    [Linear(7), BatchNorm, Add(nameof(A)), Tanh] public partial Layer B { get; }
    [Linear(5), Tanh] public partial Layer C { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}

/// <inheritdoc cref="LeakyMlp"/>
[QuantModel(6, Batch = 12)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01, Epsilon = 1e-4), SquaredHinge]
public sealed partial class SigmoidMlp
{
    [Linear(7), BatchNorm, Sigmoid] public partial Layer A { get; }
    [Linear(7), BatchNorm, Add(nameof(A)), Sigmoid] public partial Layer B { get; }
    [Linear(5), Sigmoid] public partial Layer C { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}

/// <inheritdoc cref="LeakyMlp"/>
[QuantModel(6, Batch = 12)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01, Epsilon = 1e-4), SquaredHinge]
public sealed partial class SiluMlp
{
    [Linear(7), BatchNorm, Silu] public partial Layer A { get; }
    [Linear(7), BatchNorm, Add(nameof(A)), Silu] public partial Layer B { get; }
    [Linear(5), Silu] public partial Layer C { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}

/// <inheritdoc cref="LeakyMlp"/>
[QuantModel(6, Batch = 12)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01, Epsilon = 1e-4), SquaredHinge]
public sealed partial class GeluMlp
{
    [Linear(7), BatchNorm, Gelu] public partial Layer A { get; }
    [Linear(7), BatchNorm, Add(nameof(A)), Gelu] public partial Layer B { get; }
    [Linear(5), Gelu] public partial Layer C { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}

/// <inheritdoc cref="LeakyMlp"/>
[QuantModel(6, Batch = 12)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01, Epsilon = 1e-4), SquaredHinge]
public sealed partial class HardSwishMlp
{
    [Linear(7), BatchNorm, HardSwish] public partial Layer A { get; }
    [Linear(7), BatchNorm, Add(nameof(A)), HardSwish] public partial Layer B { get; }
    [Linear(5), HardSwish] public partial Layer C { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}
