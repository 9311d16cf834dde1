using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels.Products;

/// <summary>
/// Products by look-up of a case, whose weights are taken for their signs or ternary levels, in guarded memory, as if by several threads.
/// </summary>
internal static unsafe class LookUpRun<TLanes, TSums>
    where TLanes : unmanaged, ILanes<TLanes>
    where TSums : struct, ILookUpSums
{
    public static float[] Forward(ConvolutionCase test, TSums sums)
    {
        ConvolutionShape shape = test.Shape;
        using PaddedImages input = ConvolutionRun<TLanes>.Input(test);
        using PaddedImages output = new(test.OutputSize, (0, 0), (0, 0));
        int* offsets = stackalloc int[shape.Taps];
        TapShape taps = shape.Forward(input.Geometry, output.Geometry, offsets);
        using GuardedFloats words = Pack(WeightOrder.Forward(shape), test.WeightsAsInFiles), bias = new(test.Bias);
        ProductOutput<OneValue, ValuePerColumn> scaled = new(new OneValue(0.3f), new ValuePerColumn(bias.Pointer));
        using GuardedFloats ring = new((int)LookUpProduct<TLanes, TSums, OneValue, ValuePerColumn, NoValues>.RingLength(taps));
        int count = LookUpPanels.Count(taps.Columns);
        foreach (UnitRange some in (UnitRange[])[new(0, count / 2), new(count / 2, count)])
        {
            LookUpProduct<TLanes, TSums, OneValue, ValuePerColumn, NoValues>.Run(
                taps, input.First, (byte*)words.Pointer, output.First, scaled, default, sums, some, new UnitRange(0, test.Samples), ring.Pointer);
        }
        ring.AssertGuards("ring");
        input.Read("input");
        return output.Read("output");
    }

    /// <summary>Each output channel's gradient is multiplied by its bias first, which serves as a scale here.</summary>
    public static float[] InputGradient(ConvolutionCase test, TSums sums)
    {
        ConvolutionShape shape = test.Shape;
        using PaddedImages gradient = ConvolutionRun<TLanes>.Gradient(test);
        using PaddedImages result = new(test.InputSize, (0, 0), (0, 0));
        using GuardedFloats scales = new(test.Bias);
        int* offsets = stackalloc int[shape.MostGradientTaps];
        for (int y = 0; y < shape.StrideY; y++)
        {
            for (int x = 0; x < shape.StrideX; x++)
            {
                TapShape taps = shape.InputGradient(gradient.Geometry, result.Geometry, (y, x), offsets, out int start);
                using GuardedFloats words = Pack(WeightOrder.InputGradient(shape, (y, x)), test.WeightsAsInFiles);
                using GuardedFloats ring = new((int)LookUpProduct<TLanes, TSums, NoValues, NoValues, ValuePerColumn>.RingLength(taps));
                foreach (UnitRange some in (UnitRange[])[new(0, test.Samples / 2), new(test.Samples / 2, test.Samples)])
                {
                    LookUpProduct<TLanes, TSums, NoValues, NoValues, ValuePerColumn>.Run(
                        taps, gradient.First, (byte*)words.Pointer, result.First + start, default, new ValuePerColumn(scales.Pointer), sums,
                        new UnitRange(0, LookUpPanels.Count(taps.Columns)), some, ring.Pointer);
                }
                ring.AssertGuards("ring");
            }
        }
        gradient.Read("gradient");
        return result.Read("input gradient");
    }

    /// <summary>A linear layer whose pixels are the samples.</summary>
    public static float[] Linear(
        int batch, int inputs, int outputs, float[] x, float[] weights, bool isForward, TSums sums)
    {
        (int terms, int columns) = isForward ? (inputs, outputs) : (outputs, inputs);
        using GuardedFloats input = new(x), output = new(batch * columns);
        WeightOrder order = isForward ? WeightOrder.Forward(outputs, inputs) : WeightOrder.InputGradient(outputs, inputs);
        using GuardedFloats words = Pack(order, weights);
        int offset = 0;
        TapShape shape = new()
        {
            Taps = 1,
            Offsets = &offset,
            Terms = terms,
            Channels = terms,
            Columns = columns,
            Pixels = batch,
            Lines = 1,
            InputPixelStride = terms,
            InputLineStride = 0,
            InputSampleStride = 0,
            OutputPixelStride = columns,
            OutputLineStride = 0,
            OutputSampleStride = 0,
        };
        LookUpProduct<TLanes, TSums, NoValues, NoValues, NoValues>.Run(
            shape, input.Pointer, (byte*)words.Pointer, output.Pointer, default, default, sums, new UnitRange(0, LookUpPanels.Count(columns)),
            UnitRange.One(0), ring: null);
        output.AssertGuards("output");
        return output.Values.ToArray();
    }

    private static GuardedFloats Pack(in WeightOrder order, float[] weights)
    {
        int count = LookUpPanels.Count(order.Columns);
        GuardedFloats words = new((int)(count * LookUpPanels<TSums>.Bytes(order) / sizeof(float)));
        using GuardedFloats source = new(weights);
        for (int panel = count - 1; panel >= 0; panel--)
            TSums.Pack(order, new LayerWeights(source.Pointer, null, int.MaxValue), (byte*)words.Pointer, UnitRange.One(panel));
        words.AssertGuards("words");
        return words;
    }
}
