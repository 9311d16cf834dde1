using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>Numbers of columns from one on, which is column 0 here: those of a group of a convolution.</summary>
/// <typeparam name="TValues">The numbers.</typeparam>
/// <param name="values">Those of all columns.</param>
/// <param name="first">The first column.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ShiftedValues<TValues>(TValues values, int first) : IColumnValues
    where TValues : struct, IColumnValues
{
    /// <inheritdoc/>
    public static bool Exist => TValues.Exist;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load<TLanes>(int column, int count)
        where TLanes : unmanaged, ILanes<TLanes> =>
        values.Load<TLanes>(first + column, count);
}
