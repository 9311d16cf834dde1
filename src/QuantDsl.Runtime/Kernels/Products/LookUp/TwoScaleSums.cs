using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>The 27 sums of three terms, each times α₊, 0 or −α₋: indices as those of <see cref="TernarySums"/>.</summary>
/// <param name="levels">What <see cref="TernaryTable.WriteLevels"/> has written.</param>
internal readonly unsafe struct TwoScaleSums(float* levels) : ILookUpSums
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
        where TLanes : unmanaged, ILanes<TLanes> => TernaryTable.Length;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteTable<TLanes>(float* terms, float* table)
        where TLanes : unmanaged, ILanes<TLanes> => TernaryTable.Write<TLanes>(levels, terms, table, TernaryTable.Length);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LookUp<TLanes>(float* table, TLanes word)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.ChooseOf32(table, word);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Next<TLanes>(TLanes word)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.ShiftRightUInt32(word, 5);

    /// <inheritdoc/>
    public static void Pack(in WeightOrder order, in LayerWeights weights, byte* target, UnitRange panels) =>
        TernaryPacking.Pack(order, weights.Levels, target, panels);
}
