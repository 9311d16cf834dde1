using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Where parameters and statistics of a batch normalization lie.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct BatchNormMemory
{
    /// <summary>γ, [channels].</summary>
    public required float* Gamma { get; init; }

    /// <summary>β, [channels].</summary>
    public required float* Beta { get; init; }

    /// <summary>Running mean, then variance, [2][channels].</summary>
    public required float* Running { get; init; }

    /// <summary>Where a step writes the statistics that it leaves, [2][channels].</summary>
    public required float* Moved { get; init; }
}
