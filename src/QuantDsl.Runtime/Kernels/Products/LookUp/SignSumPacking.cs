using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>Packs the signs of weights ±α into <see cref="LookUpPanels{TSums}"/>: the four of a group choose one of 16 sums.</summary>
internal static unsafe class SignSumPacking
{
    private const int Word = 32; // weights
    private const uint LastOfGroup = 0x88888888;

    /// <summary>Packs some panels.</summary>
    /// <param name="order">In which order the product reads them.</param>
    /// <param name="signs">Signs of weights [output channel][input channel][kernel row][kernel column].</param>
    /// <param name="target">Panel 0.</param>
    /// <param name="panels">Which panels.</param>
    public static void Pack(in WeightOrder order, in WeightSigns signs, byte* target, UnitRange panels)
    {
        nint bytes = (nint)LookUpPanels<SignSums>.Bytes(order);
        for (int panel = panels.Start; panel < panels.End; panel++)
        {
            int columns = Math.Min(LookUpPanels.Columns, order.Columns - (panel * LookUpPanels.Columns));
            nint first = order.Start + (panel * LookUpPanels.Columns * order.ColumnStride);
            uint* words = (uint*)(target + (panel * bytes));
            if (!order.IsFlat)
                PackTaps(order, signs, first, columns, words);
            else if (order.IsForward)
                PackColumns(order, signs, first, columns, words);
            else
                PackSteps(order, signs, first, columns, words);
        }
    }

    /// <summary>The terms of a column lie side by side: 32 of them are a word.</summary>
    private static void PackColumns(in WeightOrder order, in WeightSigns signs, nint first, int columns, uint* words)
    {
        for (int step = 0; step < order.Steps; step += Word, words += LookUpPanels.Columns)
        {
            int count = Math.Min(Word, order.Steps - step);
            for (int column = 0; column < LookUpPanels.Columns; column++)
                words[column] = column < columns ? Choice(signs.Read(first + (column * order.ColumnStride) + step, count)) : 0;
        }
    }

    /// <summary>The columns of a term lie side by side: blocks of 32 terms and columns are transposed.</summary>
    private static void PackSteps(in WeightOrder order, in WeightSigns signs, nint first, int columns, uint* words)
    {
        for (int step = 0; step < order.Steps; step += Word)
        {
            int count = Math.Min(Word, order.Steps - step);
            for (int column = 0; column < LookUpPanels.Columns; column += Word, words += Word)
            {
                int width = Math.Clamp(columns - column, 0, Word);
                BitSquare.Read(signs, first + (step * order.ChannelStride) + column, order.ChannelStride, count, width, words);
                BitSquare.Transpose(words);
                for (int i = 0; i < Word; i++)
                    words[i] = Choice(words[i]);
            }
        }
    }

    private static void PackTaps(in WeightOrder order, in WeightSigns signs, nint first, int columns, uint* words)
    {
        int groups = LookUpPanels<SignSums>.GroupsOf(order.Channels);
        int words64 = LookUpPanels<SignSums>.Words(order.KernelColumns * groups) * LookUpPanels.Columns;
        Unsafe.InitBlockUnaligned(words, 0, (uint)(order.Rows * words64 * sizeof(uint)));
        for (int row = 0; row < order.Rows; row++, words += words64)
        {
            for (int column = 0; column < columns; column++)
            {
                int group = 0;
                for (int pixel = 0; pixel < order.KernelColumns; pixel++)
                {
                    nint weight = first + (column * order.ColumnStride) + (row * order.RowStride) + (pixel * order.KernelColumnStride);
                    for (int channel = 0; channel < order.Channels; channel += SignSums.Group, group++)
                    {
                        int count = Math.Min(SignSums.Group, order.Channels - channel);
                        uint four = 0;
                        for (int i = 0; i < count; i++)
                            four |= signs.Read(weight + ((channel + i) * order.ChannelStride), 1) << i;
                        (int word, int place) = Math.DivRem(group, SignSums.GroupsOfWord);
                        words[(word * LookUpPanels.Columns) + column] |= (Choice(four) & 15) << (place * SignSums.Group);
                    }
                }
            }
        }
    }

    /// <summary>
    /// From the signs of four weights to the bits that choose their sum: which have the sign of the last, and whether it is −1.
    /// </summary>
    private static uint Choice(uint signs)
    {
        uint last = signs & LastOfGroup;
        uint lastBelow = (last >> 1) | (last >> 2) | (last >> 3);
        return (~(signs ^ lastBelow) & ~LastOfGroup) | (~signs & LastOfGroup);
    }
}
