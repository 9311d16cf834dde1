using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>A number of its own for each column.</summary>
/// <param name="values">The numbers, as many as there are columns.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct ValuePerColumn(float* values) : IColumnValues
{
    /// <inheritdoc/>
    public static bool Exist => true;

    /// <summary>The number of the first column.</summary>
    internal float* Data => values;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load<TLanes>(int column, int count)
        where TLanes : unmanaged, ILanes<TLanes> =>
        count == TLanes.Count ? TLanes.Load(values + column) : TLanes.LoadPart(values + column, count);
}
