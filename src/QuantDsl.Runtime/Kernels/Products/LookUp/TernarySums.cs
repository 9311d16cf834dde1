using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The 27 sums of three terms, each added, left out or subtracted: 5 bits a group, see <see cref="TernaryPacking"/>. A sum and its opposite
/// differ in the sign alone, so that narrow vectors need half of the table.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct TernarySums : ILookUpSums
{
    /// <inheritdoc/>
    public static int Group => TernaryPacking.Group;

    /// <inheritdoc/>
    public static int GroupsOfWord => TernaryPacking.GroupsOfWord;

    /// <inheritdoc/>
    public static int PartLength => TernaryTable.PartLength;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TableLength<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Count == 16 ? TernaryTable.Length : TernaryTable.Length / 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteTable<TLanes>(float* terms, float* table)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TernaryTable.Write<TLanes>(
            (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(TernaryTable.Levels)), terms, table, TableLength<TLanes>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LookUp<TLanes>(float* table, TLanes word)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.ChooseOf16OrOpposite(table, word);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Next<TLanes>(TLanes word)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.ShiftRightUInt32(word, 5);

    /// <inheritdoc/>
    public static void Pack(in WeightOrder order, in LayerWeights weights, byte* target, UnitRange panels) =>
        TernaryPacking.Pack(order, weights.Levels, target, panels);
}
