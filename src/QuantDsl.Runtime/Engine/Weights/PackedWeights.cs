using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>The weights of a layer as a product reads them.</summary>
/// <param name="panels">Panel 0.</param>
/// <param name="scales">What the sums are multiplied by: a number for all columns, or one for each; not read without scales.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct PackedWeights(byte* panels, float* scales)
{
    /// <summary>Panel 0.</summary>
    public byte* Panels { get; } = panels;

    /// <summary>What the sums are multiplied by.</summary>
    public float* Scales { get; } = scales;
}
