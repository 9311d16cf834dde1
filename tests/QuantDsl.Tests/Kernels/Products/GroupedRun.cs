using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels.Products;

/// <summary>What a convolution in groups computes, forward and backward.</summary>
internal sealed unsafe class GroupedRun<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private GroupedRun(float[] output, float[] inputGradient, float[] weightGradient, float[] biasGradient) => Values =
    [
        ("y", output),
        ("∂x", inputGradient),
        ("∂W", weightGradient),
        ("∂b", biasGradient),
    ];

    /// <summary>With names.</summary>
    public IReadOnlyList<(string What, float[] Numbers)> Values { get; }

    /// <summary>Group by group, by kernels that know no groups.</summary>
    public static GroupedRun<TLanes> OfGroups(ConvolutionCase test, int groups)
    {
        float[] output = new float[test.Gradient.Length], inputGradient = new float[test.Input.Length];
        float[] weightGradient = new float[test.Weights.Length];
        for (int group = 0; group < groups; group++)
        {
            ConvolutionCase part = test.Group(group);
            Put(ConvolutionRun<TLanes>.Forward(part), part.Outputs, output, test.Outputs, group);
            Put(ConvolutionRun<TLanes>.InputGradient(part), part.Inputs, inputGradient, test.Inputs, group);
            ConvolutionRun<TLanes>.WeightGradient(part, gathered: true).CopyTo(weightGradient, group * part.Weights.Length);
        }
        float[] bias = test.Bias;
        for (int i = 0; i < output.Length; i++)
            output[i] += bias[i % test.Outputs];
        return new(output, inputGradient, weightGradient, ConvolutionRun<TLanes>.BiasGradient(test with { Groups = 1 }));
    }

    /// <summary>By the layer.</summary>
    public static GroupedRun<TLanes> OfLayer(ConvolutionCase test, int groups)
    {
        using GuardedFloats weights = Guarded(test.WeightsAsInFiles), bias = Guarded(test.Bias);
        var place = new LayerWeights(weights.Pointer, null, int.MaxValue);
        if (test.Inputs == groups && test.Outputs == groups)
        {
            using var depthwise = new DepthwiseConvolution<TLanes, ValuePerColumn>(
                test.Shape, test.Batch, place, new ValuePerColumn(bias.Pointer));
            return Of(test, depthwise);
        }
        using var layer = new Convolution<TLanes, FloatWeights, ValuePerColumn>(
            test.Shape, test.Batch, place, new ValuePerColumn(bias.Pointer));
        return Of(test, layer);
    }

    private static GroupedRun<TLanes> Of(ConvolutionCase test, DepthwiseConvolution<TLanes, ValuePerColumn> layer)
    {
        using var memory = new Images(test);
        for (int unit = layer.PackingUnits - 1; unit >= 0; unit--)
            layer.Pack(unit);
        for (int sample = 0; sample < test.Samples; sample++)
        {
            layer.Forward(memory.X, memory.Y, sample);
            layer.InputGradient(memory.OutputGradient, memory.InputGradient, sample);
        }
        using GuardedFloats sums = new(BatchShards.Count * test.Weights.Length);
        for (int unit = layer.ShardUnits - 1; unit >= 0; unit--)
            layer.SumShards(memory.X, memory.OutputGradient, sums.Pointer, test.Samples, unit);
        layer.AddShards(sums.Pointer, memory.WeightGradient.Pointer);
        for (int unit = 0; unit < layer.BiasGradientUnits; unit++)
            layer.BiasGradient(memory.OutputGradient, memory.BiasGradient.Pointer, test.Samples, unit);
        sums.AssertGuards("sums");
        return memory.Read();
    }

    private static GroupedRun<TLanes> Of(ConvolutionCase test, Convolution<TLanes, FloatWeights, ValuePerColumn> layer)
    {
        using var memory = new Images(test);
        for (int unit = layer.PackingUnits - 1; unit >= 0; unit--)
            layer.Pack(unit);
        for (int sample = 0; sample < test.Samples; sample++)
        {
            layer.Forward(memory.X, memory.Y, default, sample);
            layer.InputGradient(memory.OutputGradient, memory.InputGradient, default, sample);
        }
        float* target = memory.WeightGradient.Pointer;
        int patch = (test.Weights.Length / test.Outputs + 15) & ~15;
        using GuardedFloats sums = new(BatchShards.Count * test.Outputs * patch);
        using GuardedFloats scratch = new(Math.Max(Math.Max(4096, test.Shape.OutputWidth * patch), OuterProduct<TLanes>.ScratchLength));
        if (test.Shape.InputsOfGroup < Lanes16.Count)
        {
            for (int shard = BatchShards.Count - 1; shard >= 0; shard--)
                layer.SumShards(memory.X, memory.OutputGradient, sums.Pointer, test.Samples, scratch.Pointer, shard);
            layer.AddShards(sums.Pointer, target);
        }
        else
        {
            for (int unit = layer.WeightGradientUnits - 1; unit >= 0; unit--)
                layer.WeightGradient(memory.X, memory.OutputGradient, target, test.Samples, scratch.Pointer, unit);
        }
        for (int unit = 0; unit < layer.BiasGradientUnits; unit++)
            layer.BiasGradient(memory.OutputGradient, memory.BiasGradient.Pointer, test.Samples, unit);
        sums.AssertGuards("sums");
        scratch.AssertGuards("scratch");
        return memory.Read();
    }

    /// <summary>The channels of a group among all.</summary>
    private static void Put(float[] part, int channels, float[] all, int allChannels, int group)
    {
        for (int i = 0; i < part.Length; i++)
            all[(i / channels * allChannels) + (group * channels) + (i % channels)] = part[i];
    }

    private static GuardedFloats Guarded(float[] values)
    {
        GuardedFloats memory = new(values.Length);
        values.CopyTo(memory.Values);
        return memory;
    }

    /// <summary>The memory of a case.</summary>
    private sealed class Images(ConvolutionCase test) : IDisposable
    {
        private readonly PaddedImages _x = ConvolutionRun<TLanes>.Input(test);
        private readonly PaddedImages _y = new(test.OutputSize, (0, 0), (0, 0));
        private readonly PaddedImages _outputGradient = ConvolutionRun<TLanes>.Gradient(test);
        private readonly PaddedImages _inputGradient = new(test.InputSize, (0, 0), (0, 0));

        public ImageBatch X => Of(_x);

        public ImageBatch Y => Of(_y);

        public ImageBatch OutputGradient => Of(_outputGradient);

        public ImageBatch InputGradient => Of(_inputGradient);

        public GuardedFloats WeightGradient { get; } = new(test.Weights.Length);

        public GuardedFloats BiasGradient { get; } = new(test.Outputs);

        public GroupedRun<TLanes> Read()
        {
            _x.Read("x");
            _outputGradient.Read("∂y");
            WeightGradient.AssertGuards("∂W");
            BiasGradient.AssertGuards("∂b");
            return new(_y.Read("y"), _inputGradient.Read("∂x"), WeightGradient.Values.ToArray(), BiasGradient.Values.ToArray());
        }

        public void Dispose()
        {
            _x.Dispose();
            _y.Dispose();
            _outputGradient.Dispose();
            _inputGradient.Dispose();
            WeightGradient.Dispose();
            BiasGradient.Dispose();
        }

        private static ImageBatch Of(PaddedImages images) => new(images.First, images.Geometry);
    }
}
