namespace QuantDsl;

/// <summary>
/// Loss of a regression in which outliers count less: ½e² where |e| ≤ δ, and δ·(|e| − ½δ) elsewhere, with e = y − t, averaged over the
/// batch, the positions of a sequence and the outputs, as in PyTorch's <c>HuberLoss</c>. Labels are float32, as many as outputs.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class HuberAttribute : Attribute
{
    /// <summary>δ, positive: from which error on the loss grows in proportion to it.</summary>
    public double Delta { get; init; } = 1;
}
