namespace QuantDsl.Bits.Models;

/// <summary>Characters as one-hot vectors, a logit for each next one at every position; a scale for each gate.</summary>
[QuantModel(9, Batch = 24), OneHot(21)]
[Weights(Bits = 1, Scale = Scale.PerGate), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01), GradientClip(0.5), CrossEntropy]
internal sealed partial class Characters : ISpanModel<Characters, int>
{
    [Lstm(37)] public partial Layer First { get; }
    [Lstm(37), Dropout(0.25), Add(nameof(First))] public partial Layer Second { get; }
    [Linear(10), FullPrecision] public partial Layer Out { get; }
}

/// <summary>The same with 2 bits.</summary>
[ModelFrom(typeof(Characters)), Weights(Bits = 2, Scale = Scale.PerGate)]
internal sealed partial class CharactersTernary : ISpanModel<CharactersTernary, int>;

/// <summary>Classes of whole sequences of embedded tokens.</summary>
[QuantModel(7, Batch = 20)]
[Weights(Bits = 3), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01), SquaredHinge]
internal sealed partial class Words : ISpanModel<Words, int>
{
    [Embedding(33, 19)] public partial Layer Table { get; }
    [Lstm(18, ReturnSequence = false)] public partial Layer Lstm { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}

/// <summary>Sequences of tokens and what convolutions make of them: as many labels as positions are left.</summary>
[QuantModel(12, Batch = 19)]
[Weights(Bits = 2), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01), CrossEntropy]
internal sealed partial class Phrases : ISpanModel<Phrases, int>
{
    [Embedding(21, 19)] public partial Layer Table { get; }
    [Conv1d(37, 3, Padding = 1), BatchNorm, ReLU] public partial Layer First { get; }
    [Conv1d(37, 3, Padding = Padding.Same, Dilation = 2, Groups = 37), BatchNorm, ReLU, Add(nameof(First))]
    public partial Layer Filter { get; }
    [Conv1d(18, 4, Stride = 2, Bias = true), Gelu] public partial Layer Half { get; }
    [Gru(18)] public partial Layer Gru { get; }
    [Conv1d(10, 2, Groups = 2, Padding = 1), BatchNorm] public partial Layer Out { get; }
}

/// <summary>Sequences of numbers, normalised over the positions and at each.</summary>
[QuantModel(6, 5, Batch = 18)]
[Weights(Bits = 1, Scale = Scale.PerChannel), Backtrack(Blend = 0.6), Adam(LearningRate = 0.01), CrossEntropy]
internal sealed partial class Signals : ISpanModel<Signals, float>
{
    [Linear(24), BatchNorm, ReLU] public partial Layer Each { get; }
    [Linear(37), LayerNorm, Gelu] public partial Layer Wide { get; }
    [Lstm(17, ReturnSequence = false), LayerNorm] public partial Layer Lstm { get; }
    [Linear(10)] public partial Layer Out { get; }
}
