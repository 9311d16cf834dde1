namespace QuantDsl;

/// <summary>
/// The learning rate falls along half a wave of the cosine, from step to step (PyTorch's <c>CosineAnnealingLR</c>); after a <see
/// cref="WarmupAttribute"/> from its end on.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CosineAttribute : Attribute
{
    /// <summary>
    /// Number of epochs after which the curve has ended, those of a warm-up included. 0: it ends with the last epoch of the run, however
    /// long that is; runs that are to go on from each other need a number.
    /// </summary>
    public int Epochs { get; init; }

    /// <summary>The last rate is this part of the declared one, at least 0 and below 1.</summary>
    public double EndFactor { get; init; }
}
