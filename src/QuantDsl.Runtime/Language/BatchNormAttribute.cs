namespace QuantDsl;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy, 2015) per channel of an image or per feature, with γ and β in full precision. In a sequence, the
/// statistics of a feature are taken over batch and positions.
/// </summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class BatchNormAttribute : Attribute
{
    /// <summary>ε, positive; added to the variance.</summary>
    public double Epsilon { get; init; } = 1e-4;

    /// <summary>
    /// Weight of a minibatch in the running statistics, as in PyTorch: running ← (1 − momentum) · running + momentum · batch. Above 0 and
    /// at most 1.
    /// </summary>
    public double Momentum { get; init; } = 0.1;
}
