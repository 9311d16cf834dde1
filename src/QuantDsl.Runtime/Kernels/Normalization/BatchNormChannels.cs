using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>What batch normalization knows of each channel in one forward pass; the backward pass reads it. Each is [channels].</summary>
/// <param name="mean">Mean of the batch.</param>
/// <param name="inverseDeviation">1/√(variance + ε).</param>
/// <param name="scale">γ/√(variance + ε).</param>
/// <param name="shift">β − mean·scale.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct BatchNormChannels(float* mean, float* inverseDeviation, float* scale, float* shift)
{
    /// <summary>Mean of the batch.</summary>
    public float* Mean { get; } = mean;

    /// <summary>1/√(variance + ε).</summary>
    public float* InverseDeviation { get; } = inverseDeviation;

    /// <summary>γ/√(variance + ε).</summary>
    public float* Scale { get; } = scale;

    /// <summary>β − mean·scale.</summary>
    public float* Shift { get; } = shift;
}
