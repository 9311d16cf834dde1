using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>The outputs of a batch, and the numbers that they should be.</summary>
/// <param name="outputs">[samples][width].</param>
/// <param name="stride">Numbers from a sample to the next.</param>
/// <param name="labels">[samples][width], finite: whoever takes labels from a user checks them.</param>
/// <param name="samples">Samples.</param>
/// <param name="width">Outputs of a sample, at least 1.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct NumberBatch(float* outputs, nint stride, float* labels, int samples, int width)
{
    /// <summary>Outputs of the first sample.</summary>
    public float* Outputs { get; } = outputs;

    /// <summary>Numbers from a sample to the next.</summary>
    public nint Stride { get; } = stride;

    /// <summary>What the outputs should be.</summary>
    public float* Labels { get; } = labels;

    /// <summary>Samples.</summary>
    public int Samples { get; } = samples;

    /// <summary>Outputs of a sample.</summary>
    public int Width { get; } = width;

    /// <summary>The share that one output has in the gradient of the mean.</summary>
    internal float Share => 1f / ((float)Samples * Width);

    /// <summary>Outputs of a sample.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal float* Of(int sample) => Outputs + (sample * Stride);

    /// <summary>What they should be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal float* LabelsOf(int sample) => Labels + ((nint)sample * Width);
}
