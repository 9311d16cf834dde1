using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Where the states of recurrent layers lie that a prediction carries on from one call to the next; null: they start from zeros.
/// </summary>
/// <param name="data">The first sample's.</param>
/// <param name="stride">From a sample to the next.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct CarriedState(float* data, int stride)
{
    /// <summary>The first sample's.</summary>
    public float* Data { get; } = data;

    /// <summary>From a sample to the next.</summary>
    public int Stride { get; } = stride;

    /// <summary>The part of a layer.</summary>
    /// <param name="offset">Where it begins in that of a sample.</param>
    internal CarriedState From(int offset) => Data == null ? this : new(Data + offset, Stride);

    /// <summary>That of a sample.</summary>
    internal float* Of(int sample) => Data + ((nint)sample * Stride);
}
