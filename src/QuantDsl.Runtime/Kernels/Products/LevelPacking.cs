using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>Packs the levels of weights α · level / unit, whole numbers from −127 to 127, into <see cref="LevelPanels"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class LevelPacking
{
    /// <summary>Steps of a column that are written while the block of steps stays in the cache.</summary>
    private const int Block = 512;

    private const int Lanes = 16;

    /// <summary>Packs some panels.</summary>
    /// <param name="order">In which order the product reads them.</param>
    /// <param name="weights">Weights [output channel][input channel][kernel row][kernel column] and their α.</param>
    /// <param name="unit">The level of a weight of size α.</param>
    /// <param name="target">Panel 0.</param>
    /// <param name="panels">Which panels.</param>
    public static void Pack(in WeightOrder order, in LayerWeights weights, int unit, byte* target, UnitRange panels)
    {
        for (int panel = panels.Start; panel < panels.End; panel++)
        {
            int first = panel * Panels.Columns, columns = Math.Min(Panels.Columns, order.Columns - first);
            float* source = weights.Quantized + order.Start + (first * order.ColumnStride);
            sbyte* steps = (sbyte*)target + ((nint)panel * order.Steps * LevelPanels.StepBytes);
            Unsafe.InitBlockUnaligned(steps, 0, (uint)(order.Steps * LevelPanels.StepBytes));
            if (!order.IsFlat)
                PackTaps(order, weights, unit, source, first, columns, steps);
            else if (order.IsForward)
                PackColumns(order, weights, unit, source, first, columns, steps);
            else
                PackSteps(order, weights, unit, source, columns, steps);
        }
    }

    /// <summary>The terms of a column lie side by side.</summary>
    private static void PackColumns(
        in WeightOrder order, in LayerWeights weights, int unit, float* source, int firstOutput, int columns, sbyte* steps)
    {
        sbyte* levels = stackalloc sbyte[Lanes];
        for (int start = 0; start < order.Steps; start += Block)
        {
            int end = Math.Min(order.Steps, start + Block);
            for (int column = 0; column < columns; column++)
            {
                var scale = new LevelScale(weights.ScaleOf(firstOutput + column), unit);
                float* terms = source + (column * order.ColumnStride);
                for (int step = start; step < end; step += Lanes)
                {
                    int count = Math.Min(Lanes, end - step);
                    scale.Of(terms + step, count).Store((byte*)levels);
                    sbyte* to = steps + (step * LevelPanels.StepBytes) + column;
                    for (int i = 0; i < count; i++)
                        to[i * LevelPanels.StepBytes] = levels[i];
                }
            }
        }
    }

    /// <summary>The columns of a step lie side by side.</summary>
    private static void PackSteps(in WeightOrder order, in LayerWeights weights, int unit, float* source, int columns, sbyte* steps)
    {
        for (int output = 0; output < order.Steps; output++, source += order.ChannelStride, steps += LevelPanels.StepBytes)
        {
            var scale = new LevelScale(weights.ScaleOf(output), unit);
            for (int column = 0; column < columns; column += Lanes)
            {
                int count = Math.Min(Lanes, columns - column);
                LaneBytes.Store(scale.Of(source + column, count), (byte*)steps + column, count);
            }
        }
    }

    private static void PackTaps(
        in WeightOrder order, in LayerWeights weights, int unit, float* source, int firstColumn, int columns, sbyte* steps)
    {
        for (int row = 0; row < order.Rows; row++)
        {
            for (int pixel = 0; pixel < order.KernelColumns; pixel++, steps += order.Channels * LevelPanels.StepBytes)
            {
                float* first = source + (row * order.RowStride) + (pixel * order.KernelColumnStride);
                for (int outer = 0; outer < (order.IsForward ? columns : order.Channels); outer++)
                {
                    // The outer loop goes over output channels, whose α is that of their weights.
                    var scale = new LevelScale(weights.ScaleOf(order.IsForward ? firstColumn + outer : outer), unit);
                    nint stride = order.IsForward ? order.ChannelStride : order.ColumnStride;
                    float* from = first + (outer * (order.IsForward ? order.ColumnStride : order.ChannelStride));
                    sbyte* to = steps + (outer * (order.IsForward ? 1 : LevelPanels.StepBytes));
                    int inner = order.IsForward ? order.Channels : columns, step = order.IsForward ? LevelPanels.StepBytes : 1;
                    for (int i = 0; i < inner; i++)
                        to[i * step] = scale.Of(from[i * stride]);
                }
            }
        }
    }
}
