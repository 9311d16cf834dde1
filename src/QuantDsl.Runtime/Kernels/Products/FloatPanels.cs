using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>Panels of float32 weights.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct FloatPanels : IPanels
{
    /// <inheritdoc/>
    public static int StepBytes => 128;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(byte* step, int column)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.Load((float*)step + column);
}
