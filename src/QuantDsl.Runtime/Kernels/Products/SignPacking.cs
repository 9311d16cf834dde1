using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>Packs the signs of weights ±α into <see cref="SignPanels"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class SignPacking
{
    /// <summary>Packs some panels.</summary>
    /// <param name="order">In which order the product reads them.</param>
    /// <param name="signs">Signs of weights [output channel][input channel][kernel row][kernel column].</param>
    /// <param name="target">Panel 0.</param>
    /// <param name="panels">Which panels.</param>
    public static void Pack(in WeightOrder order, in WeightSigns signs, byte* target, UnitRange panels)
    {
        for (int panel = panels.Start; panel < panels.End; panel++)
        {
            int columns = Math.Min(Panels.Columns, order.Columns - (panel * Panels.Columns));
            nint first = order.Start + (panel * Panels.Columns * order.ColumnStride);
            uint* words = (uint*)target + ((nint)panel * order.Steps);
            if (!order.IsFlat)
                PackTaps(order, signs, first, columns, words);
            else if (order.IsForward)
                PackColumns(order, signs, first, columns, words);
            else
                PackSteps(order, signs, first, columns, words);
        }
    }

    /// <summary>The columns of a step lie side by side: they are its word.</summary>
    private static void PackSteps(in WeightOrder order, in WeightSigns signs, nint first, int columns, uint* words)
    {
        for (int step = 0; step < order.Steps; step++)
            words[step] = signs.Read(first + (step * order.ChannelStride), columns);
    }

    /// <summary>The steps of a column lie side by side: squares of 32 columns and steps are transposed.</summary>
    private static void PackColumns(in WeightOrder order, in WeightSigns signs, nint first, int columns, uint* words)
    {
        uint* square = stackalloc uint[BitSquare.Size];
        for (int step = 0; step < order.Steps; step += BitSquare.Size)
        {
            int count = Math.Min(BitSquare.Size, order.Steps - step);
            BitSquare.Read(signs, first + step, order.ColumnStride, columns, count, square);
            BitSquare.Transpose(square);
            new ReadOnlySpan<uint>(square, count).CopyTo(new Span<uint>(words + step, count));
        }
    }

    private static void PackTaps(in WeightOrder order, in WeightSigns signs, nint first, int columns, uint* words)
    {
        Unsafe.InitBlockUnaligned(words, 0, (uint)(order.Steps * sizeof(uint)));
        for (int row = 0; row < order.Rows; row++)
        {
            for (int pixel = 0; pixel < order.KernelColumns; pixel++, words += order.Channels)
            {
                nint weight = first + (row * order.RowStride) + (pixel * order.KernelColumnStride);
                for (int column = 0; column < columns; column++, weight += order.ColumnStride)
                {
                    for (int channel = 0; channel < order.Channels; channel++)
                        words[channel] |= signs.Read(weight + (channel * order.ChannelStride), 1) << column;
                }
            }
        }
    }
}
