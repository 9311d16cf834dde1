using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.Generators.Parsing;

/// <summary>Loss functions of the language.</summary>
internal enum LossKind
{
    SquaredHinge,
    CrossEntropy,
    Mse,
    Huber,
    BceWithLogits,
}

/// <summary>A loss attribute.</summary>
internal sealed record LossDeclaration(LossKind Kind, Anchor Anchor)
{
    /// <summary>From which error on Huber's loss grows in proportion to it.</summary>
    public double Delta { get; init; } = 1;

    /// <summary>The part of a label that all classes share.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Weights of the classes; null: all alike.</summary>
    public EquatableArray<double>? Weight { get; init; }

    /// <summary>Whether a cross-entropy is without weights and smoothing; true for other losses.</summary>
    public bool IsPlain => LabelSmoothing == 0 && Weight is null;

    /// <summary>Whether its labels are numbers instead of classes.</summary>
    public bool TakesNumbers => Kind is LossKind.Mse or LossKind.Huber or LossKind.BceWithLogits;

    /// <summary>Whether no label can be right or wrong, so that there is no accuracy.</summary>
    public bool IsRegression => Kind is LossKind.Mse or LossKind.Huber;
}

/// <summary><c>[Backtrack]</c>.</summary>
internal sealed record BacktrackDeclaration(int Period, double Blend, bool DiscardTrialMoments, Anchor Anchor)
{
    /// <summary>What <c>BacktrackStep</c> does in a model without the attribute: the paper's setting for small networks.</summary>
    public static BacktrackDeclaration Default { get; } = new(5, 0.6, false, Anchor.Class);
}

/// <summary><c>[Adam]</c>, or <c>[AdamW]</c>, whose decay of weights is above 0.</summary>
internal sealed record AdamDeclaration(
    double LearningRate, double Beta1, double Beta2, double Epsilon, double WeightDecay, Anchor Anchor)
{
    public static AdamDeclaration Default { get; } = new(0.001, 0.9, 0.999, 1e-8, 0, Anchor.Class);
}

/// <summary><c>[Frozen]</c>, with the layers that it names.</summary>
internal sealed record FrozenDeclaration(EquatableArray<string> Layers, Anchor Anchor);

/// <summary><c>[Budget]</c>, in bytes; null where there is no limit.</summary>
internal sealed record BudgetDeclaration(long? WeightBytes, long? ActivationBytes, Anchor Anchor);

/// <summary><c>[ZigZag]</c>.</summary>
internal sealed record ZigZagDeclaration(Anchor Anchor);

/// <summary><c>[GradientClip]</c>.</summary>
internal sealed record GradientClipDeclaration(double Bound, Anchor Anchor);

/// <summary>How accurate products on a device are; the values are those of <c>QuantDsl.Precision</c>.</summary>
internal enum PrecisionKind
{
    Float32,
    TensorFloat32,
    BFloat16,
}

/// <summary><c>[Precision]</c>.</summary>
internal sealed record PrecisionDeclaration(PrecisionKind Kind, Anchor Anchor);
