using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Passes do not measure.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NotMeasured : IMeasuring
{
    /// <inheritdoc/>
    public static bool IsOn => false;
}
