using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>The 16 signed sums of four terms, by the weights' signs: 4 bits a group, as <see cref="ILanes{TSelf}.LookUp"/> takes them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct SignSums : ILookUpSums
{
    /// <inheritdoc/>
    public static int Group => 4;

    /// <inheritdoc/>
    public static int GroupsOfWord => 8;

    /// <inheritdoc/>
    public static int PartLength => 512;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TableLength<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.TableLength;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteTable<TLanes>(float* terms, float* table)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.WriteTable(terms, table);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LookUp<TLanes>(float* table, TLanes word)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.LookUp(table, word);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Next<TLanes>(TLanes word)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.ShiftRightUInt32(word, 4);

    /// <inheritdoc/>
    public static void Pack(in WeightOrder order, in LayerWeights weights, byte* target, UnitRange panels) =>
        SignSumPacking.Pack(order, weights.Signs, target, panels);
}
