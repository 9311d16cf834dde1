namespace QuantDsl.Tests.Models;

/// <summary>Small, so that a step hands libtorch as many numbers a second as can be: by sums, dropout and the loss.</summary>
[QuantModel(4, Batch = 2), Weights(Bits = 2), SquaredHinge]
public sealed partial class ManySums
{
    [Linear(4), BatchNorm] public partial Layer First { get; }

    [Linear(4), Dropout(0.5), Add(nameof(First)), Add(nameof(First)),
        Add(nameof(First)), Add(nameof(First)), Add(nameof(First)), Add(nameof(First))]
    public partial Layer Second { get; }

    [Linear(3), BatchNorm] public partial Layer Out { get; }
}

/// <summary>As small, with a sum at each position.</summary>
[QuantModel(10, 2, Batch = 2), Weights(Bits = 1), CrossEntropy]
public sealed partial class ManyPositions
{
    [Lstm(2, ReturnSequence = false)] public partial Layer Lstm { get; }

    [Linear(3), FullPrecision] public partial Layer Out { get; }
}
