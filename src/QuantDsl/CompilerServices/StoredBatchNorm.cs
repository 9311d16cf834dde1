namespace QuantDsl.CompilerServices;

/// <summary>Batch normalisation whose state lies in the memory of a model.</summary>
/// <param name="layer">Name of the layer.</param>
/// <param name="weight">γ.</param>
/// <param name="bias">β.</param>
/// <param name="mean">Running mean.</param>
/// <param name="variance">Running unbiased variance.</param>
internal sealed class StoredBatchNorm(
    string layer, StoredParameter weight, StoredParameter bias, MemoryPart mean, MemoryPart variance) : BatchNormState(layer, weight, bias)
{
    /// <summary>Running mean.</summary>
    public MemoryPart Mean => mean;

    /// <summary>Running unbiased variance.</summary>
    public MemoryPart Variance => variance;

    /// <summary>Batch normalisation with its memory; the class has no other derived class.</summary>
    public static StoredBatchNorm Of(BatchNormState norm) => (StoredBatchNorm)norm;

    /// <inheritdoc/>
    internal override void ReadRunningMean(Span<float> destination) => mean.CopyTo(destination);

    /// <inheritdoc/>
    internal override void ReadRunningVariance(Span<float> destination) => variance.CopyTo(destination);
}
