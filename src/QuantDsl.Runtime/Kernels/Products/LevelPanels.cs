using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>Panels of whole numbers from −127 to 127, a byte a weight.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct LevelPanels : IPanels
{
    /// <inheritdoc/>
    public static int StepBytes => 32;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(byte* step, int column)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.LoadLevels((sbyte*)step + column);
}
