namespace QuantDsl.CompilerServices;

/// <content>
/// Look-ups: four numbers a, b, c, d have 16 signed sums, ((±a ± b) ± c) ± d, and four bits choose one. A sum and its opposite differ in
/// the sign alone, so bit 3 says that d is subtracted, and bits 0 to 2 that a, b and c have the sign of d. A table of other numbers is
/// chosen from as it is.
/// </content>
public unsafe partial interface ILanes<TSelf>
{
    /// <summary>Numbers of the table of four numbers: as many sums as a vector holds, or the four numbers where it holds too few.</summary>
    static abstract int TableLength { get; }

    /// <summary>Writes the table of four numbers.</summary>
    /// <param name="four">a, b, c, d.</param>
    /// <param name="table">Place of <see cref="TableLength"/> numbers.</param>
    static abstract void WriteTable(float* four, float* table);

    /// <summary>The sum that the lowest four bits of each lane choose; the bits above are anything.</summary>
    static abstract TSelf LookUp(float* table, TSelf signs);

    /// <summary>The number that the lowest four bits of each lane choose; the bits above are anything.</summary>
    /// <param name="table">16 numbers.</param>
    /// <param name="codes">The bits.</param>
    static abstract TSelf ChooseOf16(float* table, TSelf codes);

    /// <summary>
    /// The number that the lowest four bits of each lane choose, or its opposite if the fifth is set; the bits above are anything.
    /// </summary>
    /// <param name="table">16 numbers and, for vectors of 16 lanes, their 16 opposites.</param>
    /// <param name="codes">The bits.</param>
    static abstract TSelf ChooseOf16OrOpposite(float* table, TSelf codes);

    /// <summary>The number that the lowest five bits of each lane choose; the bits above are anything.</summary>
    /// <param name="table">32 numbers.</param>
    /// <param name="codes">The bits.</param>
    static abstract TSelf ChooseOf32(float* table, TSelf codes);
}
