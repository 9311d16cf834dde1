using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A depthwise convolution: each channel of the output is one of the input, with a kernel of its own. There are so few weights that they
/// are kept as they are, whatever the grid, with the channels of a pixel of the kernel side by side.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
/// <typeparam name="TBias">The bias, or none.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class DepthwiseConvolution<TLanes, TBias> : IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
    where TBias : struct, IColumnValues
{
    private readonly ConvolutionShape _shape; // as many groups as channels
    private readonly int _batch;
    private readonly LayerWeights _weights;
    private readonly TBias _bias;
    private readonly ConvolutionPhases _phases;
    private readonly NativeFloats _forward;
    private readonly NativeFloats _gradient; // phase after phase

    /// <summary>Makes room for the weights as the kernels read them.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="batch">The declared batch.</param>
    /// <param name="weights">The weights in the model's memory.</param>
    /// <param name="bias">The bias.</param>
    public DepthwiseConvolution(ConvolutionShape shape, int batch, LayerWeights weights, TBias bias)
    {
        (_shape, _batch, _weights, _bias) = (shape, batch, weights, bias);
        _phases = new ConvolutionPhases(shape);
        int count = shape.KernelHeight * shape.KernelWidth * shape.Inputs;
        _forward = new NativeFloats(count);
        _gradient = new NativeFloats(weights.ForPrediction ? 0 : count);
    }

    /// <summary>Units of <see cref="Pack"/>.</summary>
    public int PackingUnits => _weights.ForPrediction ? 1 : 1 + _phases.Count;

    /// <summary>Units of <see cref="SumShards"/>.</summary>
    public int ShardUnits => DepthwiseWeightGradient<TLanes>.Units(Outer(default, default, null));

    /// <summary>Units of <see cref="BiasGradient"/>.</summary>
    public int BiasGradientUnits => ColumnSums<TLanes>.Units(Outer(default, default, null));

    /// <summary>Copies the quantized weights for the forward pass or a phase of the gradient, after an update has changed them.</summary>
    /// <param name="unit">For which.</param>
    public void Pack(int unit)
    {
        if (unit == 0)
            Copy(WeightOrder.Forward(_shape), _forward.Data);
        else
            Copy(WeightOrder.InputGradient(_shape, _phases[unit - 1]), GradientOf(unit - 1));
    }

    /// <summary>y of a sample.</summary>
    public void Forward(in ImageBatch x, in ImageBatch y, int sample)
    {
        int* offsets = stackalloc int[_shape.Taps];
        TapShape shape = _shape.Forward(x.Geometry, y.Geometry, offsets) with { Columns = _shape.Inputs };
        DepthwiseProduct<TLanes, TBias>.Run(shape, x.Row(sample, 0), _forward.Data, y.Row(sample, 0), _bias);
    }

    /// <summary>∂x of a sample.</summary>
    public void InputGradient(in ImageBatch outputGradient, in ImageBatch inputGradient, int sample)
    {
        int* offsets = stackalloc int[_shape.MostGradientTaps];
        for (int phase = 0; phase < _phases.Count; phase++)
        {
            TapShape shape = _shape.InputGradient(
                outputGradient.Geometry, inputGradient.Geometry, _phases[phase], offsets, out int start);
            shape = shape with { Columns = _shape.Inputs };
            float* target = inputGradient.Row(sample, 0) + start;
            DepthwiseProduct<TLanes, NoValues>.Run(shape, outputGradient.Row(sample, 0), GradientOf(phase), target, default);
        }
    }

    /// <summary>The sums of ∂W over shards of the batch: 16 channels of a shard.</summary>
    public void SumShards(in ImageBatch x, in ImageBatch outputGradient, FloatAddress sums, int samples, int unit)
    {
        int* offsets = stackalloc int[_shape.Taps];
        OuterShape shape = Outer(x, outputGradient, offsets);
        DepthwiseWeightGradient<TLanes>.SumShards(shape, samples, x.Data, outputGradient.Data, sums, unit);
    }

    /// <summary>∂W from these sums.</summary>
    public void AddShards(FloatAddress sums, FloatAddress target) =>
        DepthwiseWeightGradient<TLanes>.AddShards(Outer(default, default, null), sums, target);

    /// <summary>∂b = Σ ∂y.</summary>
    public void BiasGradient(in ImageBatch outputGradient, FloatAddress target, int samples, int unit) =>
        ColumnSums<TLanes>.Run(Outer(default, outputGradient, null), samples, outputGradient.Data, target, UnitRange.One(unit));

    /// <inheritdoc/>
    public void Dispose()
    {
        _forward.Dispose();
        _gradient.Dispose();
    }

    private float* GradientOf(int phase) => _gradient.Data + (_phases.StepsBefore(phase) * _shape.Inputs);

    private OuterShape Outer(in ImageBatch x, in ImageBatch outputGradient, int* offsets) =>
        _shape.Forward(x.Geometry, outputGradient.Geometry, offsets).Outer(_batch) with { Outputs = _shape.Inputs };

    /// <summary>To [tap][channel].</summary>
    private void Copy(in WeightOrder order, float* target)
    {
        int pixels = _shape.KernelHeight * _shape.KernelWidth; // of the kernel of a channel
        for (int row = 0; row < order.Rows; row++)
        {
            for (int column = 0; column < order.KernelColumns; column++)
            {
                float* source = _weights.Quantized + order.Start + (row * order.RowStride) + (column * order.KernelColumnStride);
                for (int channel = 0; channel < _shape.Inputs; channel++)
                    *target++ = source[(nint)channel * pixels];
            }
        }
    }
}
