using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>A number for each output column: a scale α or a bias.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IColumnValues
{
    /// <summary>Whether there are any.</summary>
    static abstract bool Exist { get; }

    /// <summary>The numbers of <paramref name="count"/> columns, at most a vector's lanes, from <paramref name="column"/> on.</summary>
    TLanes Load<TLanes>(int column, int count)
        where TLanes : unmanaged, ILanes<TLanes>;
}
