using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>Packs float32 weights into <see cref="FloatPanels"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class FloatPacking
{
    /// <summary>Steps that are written column by column while they stay in the cache.</summary>
    private const int Block = 64;

    /// <summary>Packs some panels.</summary>
    /// <param name="order">In which order the product reads them.</param>
    /// <param name="weights">Weights [output channel][input channel][kernel row][kernel column].</param>
    /// <param name="target">Panel 0.</param>
    /// <param name="panels">Which panels.</param>
    public static void Pack(in WeightOrder order, float* weights, byte* target, UnitRange panels)
    {
        for (int panel = panels.Start; panel < panels.End; panel++)
        {
            int first = panel * Panels.Columns, columns = Math.Min(Panels.Columns, order.Columns - first);
            float* step = (float*)target + ((nint)panel * order.Steps * Panels.Columns);
            Unsafe.InitBlockUnaligned(step, 0, (uint)(order.Steps * FloatPanels.StepBytes));
            for (int row = 0; row < order.Rows; row++)
            {
                for (int pixel = 0; pixel < order.KernelColumns; pixel++, step += order.Channels * Panels.Columns)
                {
                    float* source = weights + order.Start
                        + (row * order.RowStride) + (pixel * order.KernelColumnStride) + (first * order.ColumnStride);
                    if (order.IsForward)
                        PackByColumn(order, source, columns, step);
                    else
                        PackByStep(order, source, columns, step);
                }
            }
        }
    }

    /// <summary>The terms of a column lie closer together than the columns of a step.</summary>
    private static void PackByColumn(in WeightOrder order, float* source, int columns, float* target)
    {
        nint columnStride = order.ColumnStride, stride = order.ChannelStride;
        for (int start = 0; start < order.Channels; start += Block)
        {
            int end = Math.Min(order.Channels, start + Block);
            for (int column = 0; column < columns; column++)
            {
                float* terms = source + (column * columnStride);
                for (int step = start; step < end; step++)
                    target[(step * Panels.Columns) + column] = terms[step * stride];
            }
        }
    }

    /// <summary>The columns of a step lie closer together than its terms.</summary>
    private static void PackByStep(in WeightOrder order, float* source, int columns, float* target)
    {
        for (int step = 0; step < order.Channels; step++, source += order.ChannelStride, target += Panels.Columns)
        {
            if (order.ColumnStride == 1)
            {
                new ReadOnlySpan<float>(source, columns).CopyTo(new Span<float>(target, columns));
                continue;
            }
            for (int column = 0; column < columns; column++)
                target[column] = source[column * order.ColumnStride];
        }
    }
}
