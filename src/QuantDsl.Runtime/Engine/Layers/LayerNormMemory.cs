using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Where the parameters of a layer normalization lie.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct LayerNormMemory
{
    /// <summary>γ, [channels].</summary>
    public required float* Gamma { get; init; }

    /// <summary>β, [channels].</summary>
    public required float* Beta { get; init; }
}
