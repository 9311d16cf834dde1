using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Which sums are looked up: of how many terms, and by what index. A word of a column holds the indices of some groups of terms, the first
/// in its lowest bits.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe interface ILookUpSums
{
    /// <summary>Terms, and weights, of a group.</summary>
    static abstract int Group { get; }

    /// <summary>Groups of a word.</summary>
    static abstract int GroupsOfWord { get; }

    /// <summary>Terms of a row whose tables are there at the same time: whole words. Those of a tile stay in the caches of a core.</summary>
    static abstract int PartLength { get; }

    /// <summary>Numbers of the table of a group.</summary>
    static abstract int TableLength<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>Writes the table of a group.</summary>
    /// <param name="terms">As many numbers as a group has.</param>
    /// <param name="table">Place of <see cref="TableLength"/> numbers.</param>
    void WriteTable<TLanes>(float* terms, float* table)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>The sum that the lowest index of each lane chooses; the bits above are anything.</summary>
    static abstract TLanes LookUp<TLanes>(float* table, TLanes word)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>The words without their lowest indices.</summary>
    static abstract TLanes Next<TLanes>(TLanes word)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>Packs some panels.</summary>
    /// <param name="order">In which order the product reads them.</param>
    /// <param name="weights">The weights [output channel][input channel][kernel row][kernel column].</param>
    /// <param name="target">Panel 0.</param>
    /// <param name="panels">Which panels.</param>
    static abstract void Pack(in WeightOrder order, in LayerWeights weights, byte* target, UnitRange panels);
}
