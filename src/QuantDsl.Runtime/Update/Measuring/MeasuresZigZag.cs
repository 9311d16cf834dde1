using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Passes measure.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MeasuresZigZag : IMeasuring
{
    /// <inheritdoc/>
    public static bool IsOn => true;
}
