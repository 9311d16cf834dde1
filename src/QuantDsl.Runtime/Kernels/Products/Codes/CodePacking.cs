namespace QuantDsl.CompilerServices;

/// <summary>Packs codes of a file into <see cref="CodePanels{TBits}"/>.</summary>
/// <typeparam name="TBits">Bits of a code.</typeparam>
internal static unsafe class CodePacking<TBits>
    where TBits : struct, IBitWidth
{
    /// <summary>Packs some panels of a fully connected layer.</summary>
    /// <param name="order">The forward product, whose terms lie side by side.</param>
    /// <param name="codes">Codes of weights [output][input].</param>
    /// <param name="target">Panel 0.</param>
    /// <param name="panels">Which panels.</param>
    public static void Pack(in WeightOrder order, in PackedCodes codes, byte* target, UnitRange panels)
    {
        int terms = order.Steps, words = CodePanels<TBits>.Words(terms);
        uint* word = (uint*)(target + (panels.Start * (nint)CodePanels<TBits>.Bytes(terms)));
        for (int panel = panels.Start; panel < panels.End; panel++)
        {
            int first = panel * CodePanels<TBits>.Columns, columns = Math.Min(CodePanels<TBits>.Columns, order.Columns - first);
            for (int step = 0; step < words; step++, word += CodePanels<TBits>.Columns)
            {
                int term = step * CodePanels<TBits>.Word, count = Math.Min(CodePanels<TBits>.Word, terms - term);
                for (int column = 0; column < CodePanels<TBits>.Columns; column++)
                    word[column] = column < columns ? Spread(codes.Read(((nint)(first + column) * terms) + term, count, TBits.Bits)) : 0;
            }
        }
    }

    /// <summary>From 3 bits a code to 4.</summary>
    private static uint Spread(uint codes)
    {
        if (TBits.Bits == CodePanels<TBits>.Room)
            return codes;
        uint word = 0;
        for (int place = 0; codes != 0; place += CodePanels<TBits>.Room, codes >>= TBits.Bits)
            word |= (codes & ((1u << TBits.Bits) - 1)) << place;
        return word;
    }
}
