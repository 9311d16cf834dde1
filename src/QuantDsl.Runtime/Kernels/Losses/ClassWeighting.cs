using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>How much the classes count in a cross-entropy, and how much of each label goes to all of them.</summary>
/// <param name="smoothing">ε, from 0 to below 1: the part of a label that all classes share.</param>
/// <param name="weights">w, positive, one for each class; null: all are 1.</param>
/// <param name="total">What the sum over the samples is divided by: Σ w of their true classes.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct ClassWeighting(float smoothing, float* weights, float total)
{
    /// <summary>The part of a label that all classes share.</summary>
    public float Smoothing { get; } = smoothing;

    /// <summary>Weights of the classes; null: all are 1.</summary>
    public float* Weights { get; } = weights;

    /// <summary>What the sum over the samples is divided by.</summary>
    public float Total { get; } = total;

    /// <summary>Σ w of true classes, one after the other.</summary>
    /// <param name="labels">The classes.</param>
    /// <param name="weights">Weights of the classes; empty: all are 1.</param>
    public static double Sum(ReadOnlySpan<int> labels, ReadOnlySpan<float> weights)
    {
        if (weights.IsEmpty)
            return labels.Length;
        double sum = 0;
        foreach (int label in labels)
            sum += weights[label];
        return sum;
    }

    /// <summary>Weight of a class.</summary>
    internal float Of(int label) => Weights is null ? 1f : Weights[label];
}
