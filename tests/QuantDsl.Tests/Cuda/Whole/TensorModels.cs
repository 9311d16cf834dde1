namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>
/// Layers large enough for tensor cores: weights in full precision, as bits, trits, and levels of both grids, and with two scales. ε is
/// far above what float32 makes of a gradient that is mathematically zero.
/// </summary>
[QuantModel(40, Batch = 32)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01, Epsilon = 1e-4), SquaredHinge]
public sealed partial class TensorMlp
{
    [Linear(64), BatchNorm, ReLU, FullPrecision] public partial Layer First { get; }
    [Linear(66), BatchNorm, ReLU, Weights(Bits = 1)] public partial Layer Second { get; }
    [Linear(70), BatchNorm, ReLU, Weights(Bits = 2, Scale = Scale.PerChannel)] public partial Layer Third { get; }
    [Linear(64), BatchNorm, ReLU, Weights(Bits = 4)] public partial Layer Fourth { get; }
    [Linear(65), BatchNorm, ReLU, Weights(Bits = 3, Grid = Grid.Logarithmic, Scale = Scale.PerChannel)] public partial Layer Fifth { get; }
    [Linear(64), BatchNorm, ReLU, Weights(Bits = 2, Grid = Grid.TwoScale)] public partial Layer Sixth { get; }
    [Linear(3), BatchNorm, Weights(Bits = 1)] public partial Layer Out { get; }
}

[ModelFrom(typeof(TensorMlp)), Precision(Precision.TensorFloat32)]
public sealed partial class TensorMlpInTensorFloat32;

[ModelFrom(typeof(TensorMlp)), Precision(Precision.BFloat16)]
public sealed partial class TensorMlpInBFloat16;

/// <summary>Convolutions by tensor cores: the second with a max pooling behind, and of the third ∂W alone.</summary>
[QuantModel(2, 8, 8, Batch = 8)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.005, Epsilon = 1e-4), SquaredHinge]
public sealed partial class TensorConvolutions
{
    [Conv2d(32, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Conv1 { get; }
    [Conv2d(32, 3, Padding = 1), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv2 { get; }
    [Conv2d(36, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Conv3 { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}

/// <summary>
/// Sequences by tensor cores: convolutions, both recurrences with more than one slice of samples, and layers at positions. Without kinks.
/// </summary>
[QuantModel(4, 34, Batch = 18)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.005, Epsilon = 1e-4), CrossEntropy]
public sealed partial class TensorSequences
{
    [Conv1d(64, 2), BatchNorm, Tanh] public partial Layer Conv1 { get; }
    [Conv1d(66, 3, Padding = 1), BatchNorm, Tanh, Weights(Bits = 3, Scale = Scale.PerChannel)] public partial Layer Conv2 { get; }
    [Lstm(64), Weights(Bits = 1, Scale = Scale.PerGate)] public partial Layer Lstm { get; }
    [Gru(66), Weights(Bits = 4)] public partial Layer Gru { get; }
    [Linear(64), Tanh, Weights(Bits = 1)] public partial Layer Middle { get; }
    [Linear(3)] public partial Layer Out { get; }
}

/// <summary>
/// Convolutions as bits, trits and levels, whose channels are no multiples of a word's terms, so that a word has terms of two taps.
/// </summary>
[QuantModel(33, 8, 8, Batch = 4)]
[Weights(Bits = 1), Backtrack(Blend = 0.6), Adam(LearningRate = 0.005, Epsilon = 1e-4), SquaredHinge]
public sealed partial class TensorPatches
{
    [Conv2d(34, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Bits { get; }
    [Conv2d(35, 3, Padding = 1), BatchNorm, ReLU, Weights(Bits = 2)] public partial Layer Trits { get; }
    [Conv2d(36, 1), BatchNorm, ReLU, Weights(Bits = 3)] public partial Layer Levels { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}
