using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Where parameters and statistics of a batch normalization lie.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct BatchNormMemory
{
    /// <summary>γ, [channels].</summary>
    public float* Gamma { get; init; }

    /// <summary>β, [channels].</summary>
    public float* Beta { get; init; }

    /// <summary>Running mean, then variance, [2][channels].</summary>
    public float* Running { get; init; }

    /// <summary>Where a step writes the statistics that it leaves, [2][channels].</summary>
    public float* Moved { get; init; }

    /// <summary>
    /// Scale, then shift, [2][channels]: all that is left of the others in a model that only predicts; null in one that trains.
    /// </summary>
    public float* Folded { get; init; }
}
