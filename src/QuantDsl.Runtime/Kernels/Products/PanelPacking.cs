using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>Packs weights into panels.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class PanelPacking
{
    /// <summary>Steps that are written column by column while they stay in the cache.</summary>
    private const int Block = 64;

    /// <summary>Packs float32 weights.</summary>
    /// <param name="order">In which order the product reads them.</param>
    /// <param name="weights">Weights [output channel][input channel][kernel row][kernel column].</param>
    /// <param name="target">Panel 0.</param>
    /// <param name="panels">Which panels.</param>
    public static void PackFloats(in WeightOrder order, float* weights, byte* target, UnitRange panels) =>
        Pack(in order, weights, target, panels, default(FloatWriter));

    /// <summary>Packs the levels of weights α · level / unit: whole numbers from −127 to 127.</summary>
    /// <param name="order">In which order the product reads them.</param>
    /// <param name="weights">Weights [output channel][input channel][kernel row][kernel column] and their α.</param>
    /// <param name="unit">The level of a weight of size α.</param>
    /// <param name="target">Panel 0.</param>
    /// <param name="panels">Which panels.</param>
    public static void PackLevels(in WeightOrder order, in LayerWeights weights, int unit, byte* target, UnitRange panels) =>
        Pack(in order, weights.Quantized, target, panels, new LevelWriter(weights, unit));

    private static void Pack<TWriter>(in WeightOrder order, float* weights, byte* target, UnitRange panels, TWriter writer)
        where TWriter : struct, IPanelWriter
    {
        int bytes = order.Steps * TWriter.StepBytes;
        for (int panel = panels.Start; panel < panels.End; panel++)
        {
            byte* step = target + ((nint)panel * bytes);
            Unsafe.InitBlockUnaligned(step, 0, (uint)bytes);
            int firstColumn = panel * Panels.Columns;
            int columns = Math.Min(Panels.Columns, order.Columns - firstColumn);
            for (int row = 0; row < order.Rows; row++)
            {
                for (int column = 0; column < order.KernelColumns; column++)
                {
                    float* source = weights + order.Start
                        + (row * order.RowStride) + (column * order.KernelColumnStride) + (firstColumn * order.ColumnStride);
                    if (order.IsForward)
                        PackByColumn(source, in order, firstColumn, columns, step, writer);
                    else
                        PackByStep(source, in order, columns, step, writer);
                    step += order.Channels * TWriter.StepBytes;
                }
            }
        }
    }

    /// <summary>The terms of a column lie closer together than the columns of a step.</summary>
    private static void PackByColumn<TWriter>(
        float* source, in WeightOrder order, int firstOutput, int columns, byte* target, TWriter writer)
        where TWriter : struct, IPanelWriter
    {
        nint columnStride = order.ColumnStride, stride = order.ChannelStride;
        int steps = order.Channels;
        for (int start = 0; start < steps; start += Block)
        {
            int end = Math.Min(steps, start + Block);
            for (int column = 0; column < columns; column++)
            {
                float* terms = source + (column * columnStride);
                for (int step = start; step < end; step++)
                    writer.Write(target + ((nint)step * TWriter.StepBytes), column, terms[step * stride], firstOutput + column);
            }
        }
    }

    /// <summary>The columns of a step lie closer together than its terms.</summary>
    private static void PackByStep<TWriter>(float* source, in WeightOrder order, int columns, byte* target, TWriter writer)
        where TWriter : struct, IPanelWriter
    {
        nint columnStride = order.ColumnStride, stride = order.ChannelStride;
        int steps = order.Channels;
        for (int output = 0; output < steps; output++)
        {
            for (int column = 0; column < columns; column++)
                writer.Write(target, column, source[column * columnStride], output);
            source += stride;
            target += TWriter.StepBytes;
        }
    }
}
