using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels.Products;

/// <summary>The products of a case by the kernels, in vectors of one width, in guarded memory, as if by several threads.</summary>
internal static unsafe class ConvolutionRun<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    public static float[] Forward(ConvolutionCase test)
    {
        ConvolutionShape shape = test.Shape;
        using PaddedImages input = Input(test);
        using PaddedImages output = new(test.OutputSize, (0, 0), (0, 0));
        int* offsets = stackalloc int[shape.Taps];
        TapShape taps = shape.Forward(input.Geometry, output.Geometry, offsets);
        var order = WeightOrder.Forward(in shape);
        using GuardedFloats panels = PanelRun.PackFloats(in order, test.WeightsAsInFiles);
        ProductOutput<NoValues, NoValues> plain = default;
        int count = Panels.Count(taps.Columns);
        foreach (UnitRange some in (UnitRange[])[new(0, count / 2), new(count / 2, count)])
        {
            TapProduct<TLanes, FloatPanels, NoValues, NoValues>.Run(
                in taps, input.First, (byte*)panels.Pointer, output.First, in plain, some, new UnitRange(0, test.Samples));
        }
        input.Read("input");
        return output.Read("output");
    }

    public static float[] InputGradient(ConvolutionCase test)
    {
        ConvolutionShape shape = test.Shape;
        using PaddedImages gradient = Gradient(test);
        using PaddedImages result = new(test.InputSize, (0, 0), (0, 0));
        int* offsets = stackalloc int[shape.MostGradientTaps];
        for (int y = 0; y < shape.StrideY; y++)
        {
            for (int x = 0; x < shape.StrideX; x++)
            {
                TapShape taps = shape.InputGradient(gradient.Geometry, result.Geometry, (y, x), offsets, out int start);
                var order = WeightOrder.InputGradient(in shape, (y, x));
                Assert.Equal(order.Steps, taps.Steps);
                using GuardedFloats panels = PanelRun.PackFloats(in order, test.WeightsAsInFiles);
                ProductOutput<NoValues, NoValues> plain = default;
                UnitRange all = new(0, Panels.Count(taps.Columns));
                foreach (UnitRange some in (UnitRange[])[new(0, test.Samples / 2), new(test.Samples / 2, test.Samples)])
                {
                    TapProduct<TLanes, FloatPanels, NoValues, NoValues>.Run(
                        in taps, gradient.First, (byte*)panels.Pointer, result.First + start, in plain, all, some);
                }
            }
        }
        gradient.Read("gradient");
        return result.Read("input gradient");
    }

    /// <summary>By whichever kernel suits, or by patches whatever suits.</summary>
    public static float[] WeightGradient(ConvolutionCase test, bool gathered)
    {
        using PaddedImages input = Input(test);
        using PaddedImages gradient = Gradient(test);
        using GuardedFloats result = new(test.Weights.Length);
        int* offsets = stackalloc int[test.Shape.Taps];
        OuterShape shape = Outer(test, input, gradient, offsets);
        if (gathered)
        {
            using GuardedFloats sums = new(GatheredOuterProduct<TLanes>.SumsLength(in shape));
            using GuardedFloats scratch = new(GatheredOuterProduct<TLanes>.ScratchLength(in shape));
            foreach (UnitRange shards in (UnitRange[])[new(5, BatchShards.Count), new(0, 5)])
            {
                GatheredOuterProduct<TLanes>.SumShards(
                    in shape, test.Samples, input.First, gradient.First, sums.Pointer, scratch.Pointer, shards);
            }
            GatheredOuterProduct<TLanes>.AddShards(in shape, sums.Pointer, result.Pointer, new UnitRange(0, test.Outputs / 2));
            GatheredOuterProduct<TLanes>.AddShards(in shape, sums.Pointer, result.Pointer, new UnitRange(test.Outputs / 2, test.Outputs));
            sums.AssertGuards("sums");
            scratch.AssertGuards("scratch");
        }
        else
        {
            using GuardedFloats scratch = new(OuterProduct<TLanes>.ScratchLength);
            int units = OuterProduct<TLanes>.Units(in shape);
            foreach (UnitRange some in (UnitRange[])[new(units / 2, units), new(0, units / 2)])
            {
                OuterProduct<TLanes>.Run(
                    in shape, test.Samples, input.First, gradient.First, result.Pointer, scratch.Pointer, some);
            }
            scratch.AssertGuards("scratch");
        }
        input.Read("input");
        gradient.Read("gradient");
        result.AssertGuards("weight gradient");
        return result.Values.ToArray();
    }

    public static float[] BiasGradient(ConvolutionCase test)
    {
        using PaddedImages input = Input(test);
        using PaddedImages gradient = Gradient(test);
        using GuardedFloats result = new(test.Outputs);
        int* offsets = stackalloc int[test.Shape.Taps];
        OuterShape shape = Outer(test, input, gradient, offsets);
        int units = ColumnSums<TLanes>.Units(in shape);
        foreach (UnitRange some in (UnitRange[])[new(units / 2, units), new(0, units / 2)])
            ColumnSums<TLanes>.Run(in shape, test.Samples, gradient.First, result.Pointer, some);
        result.AssertGuards("bias gradient");
        return result.Values.ToArray();
    }

    /// <summary>The input within its padding.</summary>
    public static PaddedImages Input(ConvolutionCase test) =>
        new(
        test.InputSize,
        (test.Padding.Y, test.Padding.Y + test.ExtraPadding.Y),
        (test.Padding.X, test.Padding.X + test.ExtraPadding.X),
        test.Input);

    /// <summary>The output's gradient within the border that the gradient with respect to the input reads.</summary>
    public static PaddedImages Gradient(ConvolutionCase test) =>
        new(test.OutputSize, test.Shape.GradientBorderY, test.Shape.GradientBorderX, test.Gradient);

    private static OuterShape Outer(ConvolutionCase test, PaddedImages input, PaddedImages gradient, int* offsets)
    {
        TapShape taps = test.Shape.Forward(input.Geometry, gradient.Geometry, offsets);
        return new OuterShape
        {
            Batch = test.Batch,
            Taps = taps.Taps,
            Offsets = taps.Offsets,
            Terms = taps.Terms,
            Outputs = taps.Columns,
            Pixels = taps.Pixels,
            Lines = taps.Lines,
            InputPixelStride = taps.InputPixelStride,
            InputLineStride = taps.InputLineStride,
            InputSampleStride = taps.InputSampleStride,
            GradientPixelStride = taps.OutputPixelStride,
            GradientLineStride = taps.OutputLineStride,
            GradientSampleStride = taps.OutputSampleStride,
        };
    }
}
