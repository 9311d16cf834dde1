using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>No scale, or no bias.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NoValues : IColumnValues
{
    /// <inheritdoc/>
    public static bool Exist => false;

    /// <inheritdoc/>
    public TLanes Load<TLanes>(int column, int count)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.Zero;
}
