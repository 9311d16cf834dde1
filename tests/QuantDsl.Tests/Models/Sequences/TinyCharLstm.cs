namespace QuantDsl.Tests.Models;

/// <summary>The paper's character network in small: 12 characters at a time.</summary>
[QuantModel(12, Batch = 8, Epochs = 3), OneHot(TinyText.Characters)]
[Weights(Bits = 1), Backtrack(Period = 2, Blend = 0.6), Adam(LearningRate = 0.01), GradientClip(5), CrossEntropy]
public sealed partial class TinyCharLstm
{
    [Lstm(32)] public partial Layer Lstm { get; }
    [Linear(TinyText.Characters), FullPrecision] public partial Layer Out { get; }
}

/// <summary>With an embedding, and a class for a whole sequence.</summary>
[QuantModel(12, Batch = 8), Weights(Bits = 2), Adam(LearningRate = 0.01), CrossEntropy]
public sealed partial class TinyTopicLstm
{
    [Embedding(TinyText.Characters, 6)] public partial Layer Table { get; }
    [Lstm(7, ReturnSequence = false), Dropout(0.5)] public partial Layer Lstm { get; }
    [Linear(3), FullPrecision] public partial Layer Out { get; }
}

/// <summary>Sequences of numbers, normalised over batch and positions.</summary>
[QuantModel(5, 3, Batch = 4), Weights(Bits = 1), SquaredHinge]
public sealed partial class TinySignalNet
{
    [Lstm(6), BatchNorm] public partial Layer Lstm { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}
