namespace QuantDsl.CompilerServices;

/// <summary>A square of 32 × 32 signs, a word for each of its rows.</summary>
internal static unsafe class BitSquare
{
    /// <summary>Rows, and columns: the bits of a word.</summary>
    public const int Size = 32;

    /// <summary>Reads rows; those that are not there, and columns, are clear.</summary>
    /// <param name="signs">The signs.</param>
    /// <param name="first">The first weight.</param>
    /// <param name="stride">From a row to the next.</param>
    /// <param name="rows">Rows, at most 32.</param>
    /// <param name="columns">Columns, at most 32.</param>
    /// <param name="words">Place of 32 words.</param>
    public static void Read(in WeightSigns signs, nint first, nint stride, int rows, int columns, uint* words)
    {
        for (int row = 0; row < Size; row++)
            words[row] = row < rows ? signs.Read(first + (row * stride), columns) : 0;
    }

    /// <summary>Bit c of word r becomes bit r of word c, by exchanging ever smaller squares (Warren: Hacker's Delight, 7-3).</summary>
    public static void Transpose(uint* words)
    {
        uint mask = 0x0000FFFF;
        for (int size = Size / 2; size > 0; size >>= 1, mask ^= mask << size)
        {
            for (int k = 0; k < Size; k = (k + size + 1) & ~size)
            {
                uint exchanged = ((words[k] >> size) ^ words[k + size]) & mask;
                words[k] ^= exchanged << size;
                words[k + size] ^= exchanged;
            }
        }
    }
}
