using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A fully connected layer y = Wx + b with packed weights. A unit of its products is a panel of outputs (or inputs, backward) for some
/// samples.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
/// <typeparam name="TWeights">How the weights are packed.</typeparam>
/// <typeparam name="TBias">The bias, or none.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class LinearLayer<TLanes, TWeights, TBias> : IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
    where TWeights : struct, IWeightForm
    where TBias : struct, IColumnValues
{
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly int _batch;
    private readonly LayerWeights _weights;
    private readonly TBias _bias;
    private readonly PackedMemory _forward;
    private readonly PackedMemory _gradient;
    private readonly int* _noOffset;
    private readonly NativeFloats _offsets = new(1);

    /// <summary>Makes room for the packed weights.</summary>
    /// <param name="inputs">Inputs.</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="batch">The declared batch.</param>
    /// <param name="weights">The weights in the model's memory.</param>
    /// <param name="bias">The bias.</param>
    public LinearLayer(int inputs, int outputs, int batch, LayerWeights weights, TBias bias)
    {
        (_inputs, _outputs, _batch, _weights, _bias) = (inputs, outputs, batch, weights, bias);
        _forward = new PackedMemory(Panels.Count(outputs) * (long)inputs * TWeights.ForwardBytes, outputs);
        _gradient = new PackedMemory(Panels.Count(inputs) * (long)outputs * TWeights.GradientBytes, outputs);
        _noOffset = (int*)_offsets.Data;
    }

    /// <summary>Units of <see cref="Pack"/>.</summary>
    public int PackingUnits => Panels.Count(_outputs) + Panels.Count(_inputs);

    /// <summary>Packs a panel of the quantized weights, after an update has changed them.</summary>
    /// <param name="unit">Which panel.</param>
    public void Pack(int unit)
    {
        int forward = Panels.Count(_outputs);
        if (unit < forward)
        {
            var order = WeightOrder.Forward(_outputs, _inputs);
            TWeights.PackForward(order, _weights.Quantized, _weights.Scales, _forward.Weights, UnitRange.One(unit));
        }
        else
        {
            var order = WeightOrder.InputGradient(_outputs, _inputs);
            TWeights.PackGradient(order, _weights.Quantized, _weights.Scales, _gradient.Weights, UnitRange.One(unit - forward));
        }
    }

    /// <summary>Units of <see cref="Forward"/>.</summary>
    public int ForwardUnits(int samples) => ProductUnits.Of(_outputs, samples).Count;

    /// <summary>Units of <see cref="InputGradient"/>.</summary>
    public int InputGradientUnits(int samples) => ProductUnits.Of(_inputs, samples).Count;

    /// <summary>Units of <see cref="WeightGradient"/>.</summary>
    public int WeightGradientUnits => OuterProduct<TLanes>.Units(Outer(default, default));

    /// <summary>Units of <see cref="BiasGradient"/>.</summary>
    public int BiasGradientUnits => ColumnSums<TLanes>.Units(Outer(default, default));

    /// <summary>y = Wx + b.</summary>
    public void Forward(in ImageBatch x, in ImageBatch y, int samples, int unit)
    {
        (int panel, UnitRange rows) = ProductUnits.Of(_outputs, samples).Unit(unit);
        TapShape shape = Shape(x, y, _inputs, _outputs, rows.End - rows.Start);
        TWeights.Forward<TLanes, TBias>(
            shape, x.Row(rows.Start, 0), _forward.Weights, _bias, y.Row(rows.Start, 0), UnitRange.One(panel), UnitRange.One(0));
    }

    /// <summary>∂x = Wᵀ∂y.</summary>
    public void InputGradient(in ImageBatch outputGradient, in ImageBatch inputGradient, int samples, int unit)
    {
        (int panel, UnitRange rows) = ProductUnits.Of(_inputs, samples).Unit(unit);
        TapShape shape = Shape(outputGradient, inputGradient, _outputs, _inputs, rows.End - rows.Start);
        TWeights.Gradient<TLanes>(
            shape, outputGradient.Row(rows.Start, 0), _gradient.Weights, inputGradient.Row(rows.Start, 0), UnitRange.One(panel),
            UnitRange.One(0));
    }

    /// <summary>∂W = Σ ∂y·xᵀ.</summary>
    /// <param name="x">The input.</param>
    /// <param name="outputGradient">∂y.</param>
    /// <param name="target">∂W, [output][input].</param>
    /// <param name="samples">Samples.</param>
    /// <param name="scratch">Memory of the thread.</param>
    /// <param name="unit">Which unit.</param>
    public void WeightGradient(
        in ImageBatch x, in ImageBatch outputGradient, FloatAddress target, int samples, FloatAddress scratch, int unit) =>
        OuterProduct<TLanes>.Run(Outer(x, outputGradient), samples, x.Data, outputGradient.Data, target, scratch, UnitRange.One(unit));

    /// <summary>The sums of ∂W over shards of the batch, of a layer with few inputs.</summary>
    public void SumShards(in ImageBatch x, in ImageBatch outputGradient, FloatAddress sums, int samples, FloatAddress scratch, int shard) =>
        GatheredOuterProduct<TLanes>.SumShards(
            Outer(x, outputGradient), samples, x.Data, outputGradient.Data, sums, scratch, UnitRange.One(shard));

    /// <summary>∂W from these sums.</summary>
    public void AddShards(FloatAddress sums, FloatAddress target) =>
        GatheredOuterProduct<TLanes>.AddShards(Outer(default, default), sums, target, new UnitRange(0, _outputs));

    /// <summary>∂b = Σ ∂y.</summary>
    public void BiasGradient(in ImageBatch outputGradient, FloatAddress target, int samples, int unit) =>
        ColumnSums<TLanes>.Run(Outer(default, outputGradient), samples, outputGradient.Data, target, UnitRange.One(unit));

    /// <inheritdoc/>
    public void Dispose()
    {
        _forward.Dispose();
        _gradient.Dispose();
        _offsets.Dispose();
    }

    private TapShape Shape(in ImageBatch input, in ImageBatch output, int terms, int columns, int rows) => new()
    {
        Taps = 1,
        Offsets = _noOffset,
        Terms = terms,
        Columns = columns,
        Pixels = rows,
        Lines = 1,
        InputPixelStride = (int)input.Geometry.SampleStride,
        InputLineStride = 0,
        InputSampleStride = 0,
        OutputPixelStride = (int)output.Geometry.SampleStride,
        OutputLineStride = 0,
        OutputSampleStride = 0,
    };

    private OuterShape Outer(in ImageBatch x, in ImageBatch outputGradient) => new()
    {
        Batch = _batch,
        Taps = 1,
        Offsets = _noOffset,
        Terms = _inputs,
        Outputs = _outputs,
        Pixels = 1,
        Lines = 1,
        InputPixelStride = 0,
        InputLineStride = 0,
        InputSampleStride = (int)x.Geometry.SampleStride,
        GradientPixelStride = 0,
        GradientLineStride = 0,
        GradientSampleStride = (int)outputGradient.Geometry.SampleStride,
    };
}
