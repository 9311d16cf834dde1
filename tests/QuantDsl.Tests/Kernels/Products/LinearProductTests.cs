using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels.Products;

/// <summary>
/// A linear layer whose pixels are the samples: tiles of every size, with α, with a bias, and with weights packed as signs and as levels.
/// </summary>
public sealed unsafe class LinearProductTests
{
    public static TheoryData<int> Batches => [.. Enumerable.Range(1, 33)];

    [Theory]
    [MemberData(nameof(Batches))]
    public void Every_batch_in_every_width(int batch)
    {
        Random random = new(batch);
        int inputs = random.Next(1, 70), outputs = random.Next(1, 101);
        float[] x = Numbers(random, batch * inputs), w = Numbers(random, outputs * inputs);
        float[] expected = Definition(batch, inputs, outputs, x, w);
        var order = WeightOrder.Forward(outputs, inputs);
        using GuardedFloats panels = PanelRun.PackFloats(in order, w);

        AssertBits(expected, Run<Lanes16, FloatPanels, NoValues, NoValues>(batch, inputs, outputs, x, panels, default, default));
        AssertBits(expected, Run<Lanes8, FloatPanels, NoValues, NoValues>(batch, inputs, outputs, x, panels, default, default));
        AssertBits(expected, Run<Lanes4, FloatPanels, NoValues, NoValues>(batch, inputs, outputs, x, panels, default, default));
    }

    [Theory]
    [InlineData(7, 19, 10)]
    [InlineData(13, 40, 32)]
    [InlineData(27, 5, 53)]
    public void Scale_and_bias(int batch, int inputs, int outputs)
    {
        Random random = new(batch);
        float[] x = Numbers(random, batch * inputs), w = Numbers(random, outputs * inputs), sums = Definition(batch, inputs, outputs, x, w);
        float[] scales = Numbers(random, outputs), biases = Numbers(random, outputs);
        using GuardedFloats a = new(scales), b = new(biases);
        var order = WeightOrder.Forward(outputs, inputs);
        using GuardedFloats panels = PanelRun.PackFloats(in order, w);
        ValuePerColumn scale = new(a.Pointer), bias = new(b.Pointer);
        OneValue one = new(0.3f);
        NoValues none = default;

        Check(one, none, (sum, o) => 0.3f * sum);
        Check(scale, none, (sum, o) => scales[o] * sum);
        Check(none, bias, (sum, o) => sum + biases[o]);
        Check(one, bias, (sum, o) => MathF.FusedMultiplyAdd(0.3f, sum, biases[o]));
        Check(scale, bias, (sum, o) => MathF.FusedMultiplyAdd(scales[o], sum, biases[o]));

        void Check<TScale, TBias>(TScale scale, TBias bias, Func<float, int, float> definition)
            where TScale : struct, IColumnValues
            where TBias : struct, IColumnValues
        {
            float[] expected = [.. sums.Select((sum, i) => definition(sum, i % outputs))];
            AssertBits(expected, Run<Lanes16, FloatPanels, TScale, TBias>(batch, inputs, outputs, x, panels, scale, bias));
            AssertBits(expected, Run<Lanes8, FloatPanels, TScale, TBias>(batch, inputs, outputs, x, panels, scale, bias));
            AssertBits(expected, Run<Lanes4, FloatPanels, TScale, TBias>(batch, inputs, outputs, x, panels, scale, bias));
        }
    }

    [Theory]
    [InlineData(14, 33, 31, false)]
    [InlineData(9, 64, 64, false)]
    [InlineData(20, 17, 45, true)]
    [InlineData(3, 1, 1, true)]
    public void Signs_are_as_float_weights(int batch, int inputs, int outputs, bool perOutput)
    {
        Random random = new(inputs);
        float[] x = Numbers(random, batch * inputs), signs = [.. Enumerable.Range(0, outputs * inputs).Select(_ => random.Next(2) == 0 ? -1f : 1f)];
        float[] scales = Scales(random, perOutput ? outputs : 1);
        float[] weights = [.. signs.Select((sign, i) => sign * scales[perOutput ? i / inputs : 0])];

        foreach (bool isForward in (bool[])[true, false])
        {
            WeightOrder order = isForward ? WeightOrder.Forward(outputs, inputs) : WeightOrder.InputGradient(inputs, outputs);
            float[] source = isForward ? weights : Transposed(weights, outputs, inputs);
            using GuardedFloats packed = PanelRun.PackSigns(in order, source);
            AssertAsFloats<SignPanels>(batch, inputs, outputs, x, signs, packed);
        }
    }

    [Theory]
    [InlineData(14, 33, 31, 1, false)]
    [InlineData(9, 64, 64, 3, true)]
    [InlineData(20, 17, 45, 127, true)]
    [InlineData(3, 1, 1, 7, false)]
    public void Levels_are_as_float_weights(int batch, int inputs, int outputs, int unit, bool perOutput)
    {
        Random random = new(inputs);
        float[] x = Numbers(random, batch * inputs);
        float[] levels = [.. Enumerable.Range(0, outputs * inputs).Select(_ => (float)random.Next(-unit, unit + 1))];
        float[] scales = Scales(random, perOutput ? outputs : 1);
        if (perOutput)
        {
            scales[0] = 0; // an output channel whose weights are all 0
            levels.AsSpan(0, inputs).Clear();
        }
        float[] weights = [.. levels.Select((level, i) => scales[perOutput ? i / inputs : 0] * (level / unit))];
        var order = WeightOrder.Forward(outputs, inputs);
        using GuardedFloats packed = PanelRun.PackLevels(in order, weights, scales, unit);
        AssertAsFloats<LevelPanels>(batch, inputs, outputs, x, levels, packed);
    }

    /// <summary>In the gradient with respect to the input α belongs to a term, not to a column.</summary>
    [Fact]
    public void Levels_of_the_transposed_weights()
    {
        const int batch = 5, inputs = 21, outputs = 37, unit = 3;
        Random random = new(1);
        float[] x = Numbers(random, batch * outputs), scales = Scales(random, outputs);
        float[] levels = [.. Enumerable.Range(0, outputs * inputs).Select(_ => (float)random.Next(-unit, unit + 1))];
        float[] weights = [.. levels.Select((level, i) => scales[i / inputs] * (level / unit))];
        var order = WeightOrder.InputGradient(outputs, inputs);
        using GuardedFloats packed = PanelRun.PackLevels(in order, weights, scales, unit);
        AssertAsFloats<LevelPanels>(batch, outputs, inputs, x, Transposed(levels, outputs, inputs), packed);
    }

    private static void AssertAsFloats<TPanels>(int batch, int inputs, int outputs, float[] x, float[] weights, GuardedFloats packed)
        where TPanels : struct, IPanels
    {
        var order = WeightOrder.Forward(outputs, inputs);
        using GuardedFloats floats = PanelRun.PackFloats(in order, weights);
        float[] expected = Run<Lanes16, FloatPanels, NoValues, NoValues>(batch, inputs, outputs, x, floats, default, default);
        AssertBits(Definition(batch, inputs, outputs, x, weights), expected);
        AssertBits(expected, Run<Lanes16, TPanels, NoValues, NoValues>(batch, inputs, outputs, x, packed, default, default));
        AssertBits(expected, Run<Lanes8, TPanels, NoValues, NoValues>(batch, inputs, outputs, x, packed, default, default));
        AssertBits(expected, Run<Lanes4, TPanels, NoValues, NoValues>(batch, inputs, outputs, x, packed, default, default));
    }

    private static float[] Run<TLanes, TPanels, TScale, TBias>(
        int batch, int inputs, int outputs, float[] x, GuardedFloats panels, TScale scale, TBias bias)
        where TLanes : unmanaged, ILanes<TLanes>
        where TPanels : struct, IPanels
        where TScale : struct, IColumnValues
        where TBias : struct, IColumnValues
    {
        using GuardedFloats input = new(x), output = new(batch * outputs);
        int offset = 0;
        TapShape shape = new()
        {
            Taps = 1,
            Offsets = &offset,
            Terms = inputs,
            Channels = inputs,
            Columns = outputs,
            Pixels = batch,
            Lines = 1,
            InputPixelStride = inputs,
            InputLineStride = 0,
            InputSampleStride = 0,
            OutputPixelStride = outputs,
            OutputLineStride = 0,
            OutputSampleStride = 0,
        };
        ProductOutput<TScale, TBias> to = new(scale, bias);
        UnitRange all = new(0, Panels.Count(outputs));
        TapProduct<TLanes, TPanels, TScale, TBias>.Run(
            in shape, input.Pointer, (byte*)panels.Pointer, output.Pointer, in to, all, new UnitRange(0, 1));
        output.AssertGuards("output");
        return output.Values.ToArray();
    }

    private static float[] Definition(int batch, int inputs, int outputs, float[] x, float[] w)
    {
        float[] y = new float[batch * outputs];
        for (int n = 0; n < batch; n++)
        {
            for (int o = 0; o < outputs; o++)
            {
                IEnumerable<(float, float)> terms = Enumerable.Range(0, inputs).Select(i => (x[(n * inputs) + i], w[(o * inputs) + i]));
                y[(n * outputs) + o] = Terms.Fused(terms);
            }
        }
        return y;
    }

    private static float[] Numbers(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];

    private static float[] Scales(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => 0.01f + random.NextSingle())];

    private static float[] Transposed(float[] matrix, int rows, int columns) =>
        [.. Enumerable.Range(0, rows * columns).Select(i => matrix[((i % rows) * columns) + (i / rows)])];

    private static void AssertBits(float[] expected, float[] actual) =>
        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));
}
