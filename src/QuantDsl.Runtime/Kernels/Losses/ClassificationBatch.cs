using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>The logits of a batch, and the classes that are true.</summary>
/// <param name="logits">[samples][classes].</param>
/// <param name="stride">Numbers from a sample to the next.</param>
/// <param name="labels">[samples], each from 0 to <paramref name="classes"/> − 1: whoever takes labels from a user checks them.</param>
/// <param name="samples">Samples.</param>
/// <param name="classes">Classes, at least 1.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct ClassificationBatch(float* logits, nint stride, int* labels, int samples, int classes)
{
    /// <summary>Logits of the first sample.</summary>
    public float* Logits { get; } = logits;

    /// <summary>Numbers from a sample to the next.</summary>
    public nint Stride { get; } = stride;

    /// <summary>True classes.</summary>
    public int* Labels { get; } = labels;

    /// <summary>Samples.</summary>
    public int Samples { get; } = samples;

    /// <summary>Classes.</summary>
    public int Classes { get; } = classes;

    /// <summary>Logits of a sample.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal float* Of(int sample) => Logits + (sample * Stride);
}
