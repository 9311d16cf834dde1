namespace QuantDsl.Tests.Engine.Models;

/// <summary>
/// Convolutions of sequences of numbers, dense, dilated in groups and depthwise, added and concatenated, then an LSTM; ε as in
/// <see cref="SmallLeNet"/>.
/// </summary>
[QuantModel(9, 3, Batch = 7)]
[Weights(Bits = 2), Backtrack(Period = 5, Blend = 0.6), Adam(LearningRate = 0.005, Epsilon = 1e-4), CrossEntropy]
public sealed partial class SignalConvolutions
{
    [Conv1d(6, 3, Padding = 1), BatchNorm, ReLU] public partial Layer First { get; }
    [Conv1d(6, 3, Padding = 2, Dilation = 2, Groups = 3), BatchNorm, Add(nameof(First)), ReLU] public partial Layer Grouped { get; }
    [Conv1d(6, 4, Padding = Padding.Same, Groups = 6), BatchNorm, Tanh, Concat(nameof(First))] public partial Layer Depthwise { get; }
    [Conv1d(5, 4, Stride = 3, Padding = Padding.Same), BatchNorm] public partial Layer Third { get; }
    [Lstm(5, ReturnSequence = false)] public partial Layer Lstm { get; }
    [Linear(3)] public partial Layer Out { get; }
}

/// <summary>The same with a scale for each channel.</summary>
[ModelFrom(typeof(SignalConvolutions)), Weights(Bits = 3, Scale = Scale.PerChannel)]
public sealed partial class SignalConvolutionsPerChannel;

/// <summary>With the signs of weights.</summary>
[ModelFrom(typeof(SignalConvolutions)), Weights(Bits = 1)]
public sealed partial class BinarySignalConvolutions;

/// <summary>
/// Tokens, of which a stride leaves fewer positions and a padding makes more than there were; each of the last has a label.
/// </summary>
[QuantModel(7, Batch = 6), OneHot(4)]
[Weights(Bits = 3), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01, Epsilon = 1e-4), CrossEntropy]
public sealed partial class TokenConvolutions
{
    [Conv1d(5, 3, Stride = 2, Padding = 2), BatchNorm, ReLU] public partial Layer Shorter { get; }
    [Lstm(5)] public partial Layer Lstm { get; }
    [Conv1d(4, 2, Padding = 2)] public partial Layer Longer { get; }
}
