using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>Panels of signs, a bit a weight: a step is a word whose bit is set where the weight is 1 and clear where it is −1.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct SignPanels : IPanels
{
    /// <inheritdoc/>
    public static int StepBytes => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(byte* step, int column)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.PlusOrMinusOne(*(uint*)step, column);
}
