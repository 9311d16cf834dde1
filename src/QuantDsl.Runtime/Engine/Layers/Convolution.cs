using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>A convolution with packed weights. Its products are done sample by sample.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
/// <typeparam name="TWeights">How the weights are packed.</typeparam>
/// <typeparam name="TBias">The bias, or none.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class Convolution<TLanes, TWeights, TBias> : IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
    where TWeights : struct, IWeightForm
    where TBias : struct, IColumnValues
{
    private readonly ConvolutionShape _shape;
    private readonly int _batch;
    private readonly LayerWeights _weights;
    private readonly TBias _bias;
    private readonly PackedMemory _forward;
    private readonly PackedMemory _gradient;
    private readonly long[] _phases; // where each phase of the gradient begins, in bytes

    /// <summary>Makes room for the packed weights.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="batch">The declared batch.</param>
    /// <param name="weights">The weights in the model's memory.</param>
    /// <param name="bias">The bias.</param>
    public Convolution(ConvolutionShape shape, int batch, LayerWeights weights, TBias bias)
    {
        (_shape, _batch, _weights, _bias) = (shape, batch, weights, bias);
        _forward = new PackedMemory((long)Panels.Count(shape.Outputs) * Steps * TWeights.ForwardBytes, shape.Outputs);
        _phases = new long[(shape.StrideY * shape.StrideX) + 1];
        for (int phase = 0; phase < _phases.Length - 1; phase++)
            _phases[phase + 1] = _phases[phase] + ((long)Panels.Count(shape.Inputs) * Order(phase).Steps * TWeights.GradientBytes);
        _gradient = new PackedMemory(_phases[^1], shape.Outputs);
    }

    /// <summary>Units of <see cref="Pack"/>.</summary>
    public int PackingUnits => Panels.Count(_shape.Outputs) + (Phases * Panels.Count(_shape.Inputs));

    /// <summary>Units of <see cref="WeightGradient"/>.</summary>
    public int WeightGradientUnits => OuterProduct<TLanes>.Units(Outer(default, default, null));

    /// <summary>Units of <see cref="BiasGradient"/>.</summary>
    public int BiasGradientUnits => ColumnSums<TLanes>.Units(Outer(default, default, null));

    private int Steps => _shape.KernelHeight * _shape.KernelWidth * _shape.Inputs;

    private int Phases => _shape.StrideY * _shape.StrideX;

    /// <summary>Packs a panel of the quantized weights, after an update has changed them.</summary>
    /// <param name="unit">Which panel.</param>
    public void Pack(int unit)
    {
        int forward = Panels.Count(_shape.Outputs);
        if (unit < forward)
        {
            TWeights.PackForward(WeightOrder.Forward(_shape), _weights, _forward.Weights, UnitRange.One(unit));
            return;
        }
        (int phase, int panel) = Math.DivRem(unit - forward, Panels.Count(_shape.Inputs));
        TWeights.PackGradient(
            Order(phase), _weights, _gradient.From(_phases[phase]), UnitRange.One(panel));
    }

    /// <summary>y of a sample.</summary>
    public void Forward(in ImageBatch x, in ImageBatch y, int sample)
    {
        int* offsets = stackalloc int[_shape.KernelHeight];
        TapShape shape = _shape.Forward(x.Geometry, y.Geometry, offsets);
        var panels = new UnitRange(0, Panels.Count(_shape.Outputs));
        TWeights.Forward<TLanes, TBias>(shape, x.Data, _forward.Weights, _bias, y.Data, panels, UnitRange.One(sample));
    }

    /// <summary>∂x of a sample.</summary>
    public void InputGradient(in ImageBatch outputGradient, in ImageBatch inputGradient, int sample)
    {
        int* offsets = stackalloc int[_shape.KernelHeight];
        var panels = new UnitRange(0, Panels.Count(_shape.Inputs));
        for (int phase = 0; phase < Phases; phase++)
        {
            TapShape shape = _shape.InputGradient(outputGradient.Geometry, inputGradient.Geometry, Place(phase), offsets, out int start);
            TWeights.Gradient<TLanes>(
                shape, outputGradient.Data, _gradient.From(_phases[phase]), inputGradient.Data + start, panels, UnitRange.One(sample));
        }
    }

    /// <summary>∂W.</summary>
    /// <param name="x">The input.</param>
    /// <param name="outputGradient">∂y.</param>
    /// <param name="target">∂W, [output channel][kernel row][kernel column][input channel].</param>
    /// <param name="samples">Samples.</param>
    /// <param name="scratch">Memory of the thread.</param>
    /// <param name="unit">Which unit.</param>
    public void WeightGradient(
        in ImageBatch x, in ImageBatch outputGradient, FloatAddress target, int samples, FloatAddress scratch, int unit)
    {
        int* offsets = stackalloc int[_shape.KernelHeight];
        OuterShape shape = Outer(x, outputGradient, offsets);
        OuterProduct<TLanes>.Run(shape, samples, x.Data, outputGradient.Data, target, scratch, UnitRange.One(unit));
    }

    /// <summary>The sums of ∂W over shards of the batch, of a layer with few input channels.</summary>
    public void SumShards(in ImageBatch x, in ImageBatch outputGradient, FloatAddress sums, int samples, FloatAddress scratch, int shard)
    {
        int* offsets = stackalloc int[_shape.KernelHeight];
        OuterShape shape = Outer(x, outputGradient, offsets);
        GatheredOuterProduct<TLanes>.SumShards(shape, samples, x.Data, outputGradient.Data, sums, scratch, UnitRange.One(shard));
    }

    /// <summary>∂W from these sums.</summary>
    public void AddShards(FloatAddress sums, FloatAddress target) =>
        GatheredOuterProduct<TLanes>.AddShards(Outer(default, default, null), sums, target, new UnitRange(0, _shape.Outputs));

    /// <summary>∂b = Σ ∂y.</summary>
    public void BiasGradient(in ImageBatch outputGradient, FloatAddress target, int samples, int unit) =>
        ColumnSums<TLanes>.Run(Outer(default, outputGradient, null), samples, outputGradient.Data, target, UnitRange.One(unit));

    /// <summary>∂W from [row][column][input channel] to the order of the model's memory, for one output channel.</summary>
    public void Reorder(FloatAddress inner, FloatAddress target, int output)
    {
        int count = Steps;
        var images = new ImageBatch(inner, ImageGeometry.Dense(_shape.KernelHeight, _shape.KernelWidth, _shape.Inputs));
        ChannelOrder.ToFirst(images, target, count, UnitRange.One(output));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _forward.Dispose();
        _gradient.Dispose();
    }

    private (int Y, int X) Place(int phase) => (phase / _shape.StrideX, phase % _shape.StrideX);

    private WeightOrder Order(int phase) => WeightOrder.InputGradient(_shape, Place(phase));

    private OuterShape Outer(in ImageBatch x, in ImageBatch outputGradient, int* offsets)
    {
        for (int row = 0; offsets != null && row < _shape.KernelHeight; row++)
            offsets[row] = ((row - _shape.PaddingY) * x.Geometry.RowStride) - (_shape.PaddingX * _shape.Inputs);
        return new()
        {
            Batch = _batch,
            Taps = _shape.KernelHeight,
            Offsets = offsets,
            Terms = _shape.KernelWidth * _shape.Inputs,
            Outputs = _shape.Outputs,
            Pixels = _shape.OutputWidth,
            Lines = _shape.OutputHeight,
            InputPixelStride = _shape.StrideX * _shape.Inputs,
            InputLineStride = _shape.StrideY * x.Geometry.RowStride,
            InputSampleStride = (int)x.Geometry.SampleStride,
            GradientPixelStride = _shape.Outputs,
            GradientLineStride = outputGradient.Geometry.RowStride,
            GradientSampleStride = (int)outputGradient.Geometry.SampleStride,
        };
    }
}
