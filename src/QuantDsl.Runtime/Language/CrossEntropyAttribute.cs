namespace QuantDsl;

/// <summary>
/// Loss: the cross-entropy of softmax(logits) in nats, averaged over the batch and, for sequences, over the positions, as in PyTorch's
/// <c>CrossEntropyLoss</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CrossEntropyAttribute : Attribute
{
    /// <summary>
    /// ε, at least 0 and below 1: the part of each label that all classes share alike, so that the model does not become certain of itself.
    /// </summary>
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// How much each class counts, one positive number a class, for classes that are rare or matter more; null: all alike. The mean is over
    /// the weights of the true classes.
    /// </summary>
    public double[]? Weight { get; init; }
}
