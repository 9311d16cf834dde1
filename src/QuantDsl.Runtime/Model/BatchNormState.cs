namespace QuantDsl;

/// <summary>Batch normalisation of one layer: trained γ and β, and the running statistics that prediction uses.</summary>
public abstract class BatchNormState
{
    private readonly string _layer;

    /// <summary>Describes the batch normalisation of a layer.</summary>
    /// <param name="layer">Name of the layer, for messages.</param>
    /// <param name="weight">γ, [channels].</param>
    /// <param name="bias">β, [channels].</param>
    internal BatchNormState(string layer, Parameter weight, Parameter bias) => (_layer, Weight, Bias) = (layer, weight, bias);

    /// <summary>γ, [channels].</summary>
    public Parameter Weight { get; }

    /// <summary>β, [channels].</summary>
    public Parameter Bias { get; }

    /// <summary>Copies the running mean, [channels].</summary>
    /// <param name="destination">Takes a value per channel.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void CopyRunningMean(Span<float> destination)
    {
        Weight.ThrowIfDisposed();
        SpanCheck.HasLength(destination.Length, _layer, "running means", Weight.Shape, nameof(destination));
        ReadRunningMean(destination);
    }

    /// <summary>Copies the running unbiased variance, [channels].</summary>
    /// <inheritdoc cref="CopyRunningMean"/>
    public void CopyRunningVariance(Span<float> destination)
    {
        Weight.ThrowIfDisposed();
        SpanCheck.HasLength(destination.Length, _layer, "running variances", Weight.Shape, nameof(destination));
        ReadRunningVariance(destination);
    }

    /// <summary>Copies the running mean into a span of one element per channel.</summary>
    internal abstract void ReadRunningMean(Span<float> destination);

    /// <summary>Copies the running variance into a span of one element per channel.</summary>
    internal abstract void ReadRunningVariance(Span<float> destination);
}
