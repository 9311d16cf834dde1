using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// How codes of 2 to 4 bits lie for the products of a prediction: panels of 64 columns. A word holds the codes of terms of a column that
/// follow each other, 16 of 2 bits, or 8 of 3 or 4 bits in 4 bits each; a step is 64 words, one for each column.
/// </summary>
/// <typeparam name="TBits">Bits of a code.</typeparam>
internal static class CodePanels<TBits>
    where TBits : struct, IBitWidth
{
    /// <summary>Columns of a panel.</summary>
    public const int Columns = 64;

    /// <summary>
    /// Numbers of a table. Four bits choose one: with 3 or 4 bits by a code, with 2 bits by the lower code from one table and by the upper
    /// code from another.
    /// </summary>
    public const int TableLength = 16;

    /// <summary>Bits that a code takes.</summary>
    public static int Room
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TBits.Bits == 2 ? 2 : 4;
    }

    /// <summary>Codes of a word.</summary>
    public static int Word
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 32 / Room;
    }

    /// <summary>Codes of four bits, and tables.</summary>
    public static int CodesOfIndex
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4 / Room;
    }

    /// <summary>Numbers of all tables.</summary>
    public static int TablesLength => CodesOfIndex * TableLength;

    /// <summary>Words of a column.</summary>
    public static int Words(int terms) => (terms + Word - 1) / Word;

    /// <summary>Bytes of a panel.</summary>
    public static long Bytes(int terms) => (long)Words(terms) * Columns * sizeof(uint);
}
