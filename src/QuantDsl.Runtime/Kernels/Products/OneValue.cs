using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>The same number for every column.</summary>
/// <param name="value">The number.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct OneValue(float value) : IColumnValues
{
    /// <inheritdoc/>
    public static bool Exist => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load<TLanes>(int column, int count)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.Broadcast(value);
}
