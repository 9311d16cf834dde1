namespace QuantDsl;

/// <summary>
/// Layer normalisation (Ba, Kiros and Hinton, 2016): the features of each sample and, in a sequence, of each position, or the channels of
/// each pixel of an image, are given mean 0 and variance 1; then γ and β, one each per feature or channel and in full precision, scale and
/// shift them. It needs at least 2 features or channels.
/// </summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class LayerNormAttribute : Attribute
{
    /// <summary>ε, positive; added to the variance.</summary>
    public double Epsilon { get; init; } = 1e-5;
}
