namespace QuantDsl;

/// <summary>
/// Batch normalisation over the channels (of an image) or features, with full-precision weight γ and bias β. In a sequence the statistics of a feature are
/// over batch and positions.
/// </summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class BatchNormAttribute : Attribute
{
    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; init; } = 1e-4;

    /// <summary>Share of a batch in the running statistics.</summary>
    public double Momentum { get; init; } = 0.1;
}
