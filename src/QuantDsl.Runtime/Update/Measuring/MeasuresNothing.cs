using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Passes do not measure.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MeasuresNothing : IMeasuring
{
    /// <inheritdoc/>
    public static bool IsOn => false;
}
