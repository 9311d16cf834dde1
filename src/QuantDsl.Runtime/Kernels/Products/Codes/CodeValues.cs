namespace QuantDsl.CompilerServices;

/// <summary>What codes stand for, as tables for the products; see <see cref="LevelTable"/>.</summary>
/// <typeparam name="TBits">Bits of a code.</typeparam>
internal static unsafe class CodeValues<TBits>
    where TBits : struct, IBitWidth
{
    /// <summary>n: the level of a weight of size α.</summary>
    public static int Steps => (1 << (TBits.Bits - 1)) - 1;

    private static int Codes => 1 << TBits.Bits;

    /// <summary>Levels from −n to n.</summary>
    public static void WriteLevels(float* table)
    {
        for (int i = 0; i < CodePanels<TBits>.TablesLength; i++)
        {
            int code = CodeOf(i), level = code > Steps ? code - Codes : code;
            table[i] = level < -Steps ? 0f : level;
        }
    }

    /// <summary>Values, one a code.</summary>
    public static void Write(float* values, float* table)
    {
        for (int i = 0; i < CodePanels<TBits>.TablesLength; i++)
            table[i] = values[CodeOf(i)];
    }

    /// <summary>The code that chooses a number of the tables.</summary>
    private static int CodeOf(int place)
    {
        (int table, int index) = Math.DivRem(place, CodePanels<TBits>.TableLength);
        return (index >> (table * TBits.Bits)) & (Codes - 1);
    }
}
