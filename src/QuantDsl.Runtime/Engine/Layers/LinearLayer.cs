using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A fully connected layer y = Wx + b with packed weights, of features or at each position of a sequence. Of features, a unit of its
/// products is one or a few panels of outputs (or inputs, backward) for some samples; of sequences it is a sample.
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
        _forward = new PackedMemory(PanelsOf(outputs) * TWeights.ForwardBytes(WeightOrder.Forward(outputs, inputs)), outputs);
        _gradient = new PackedMemory(GradientPanels * TWeights.GradientBytes(WeightOrder.InputGradient(outputs, inputs)), outputs);
        _noOffset = (int*)_offsets.Data;
    }

    /// <summary>
    /// Positions between x and y where a sequence is read later than it was written: the weights meet x of so many positions before. The
    /// first positions of y get nothing.
    /// </summary>
    public int Delay { get; init; }

    /// <summary>Units of <see cref="Pack"/>.</summary>
    public int PackingUnits => PanelsOf(_outputs) + GradientPanels;

    /// <summary>Packs a panel of the quantized weights, after an update has changed them.</summary>
    /// <param name="unit">Which panel.</param>
    public void Pack(int unit)
    {
        int forward = PanelsOf(_outputs);
        if (unit < forward)
        {
            var order = WeightOrder.Forward(_outputs, _inputs);
            TWeights.PackForward(order, _weights, _forward.Weights, UnitRange.One(unit));
        }
        else
        {
            var order = WeightOrder.InputGradient(_outputs, _inputs);
            TWeights.PackGradient(order, _weights, _gradient.Weights, UnitRange.One(unit - forward));
        }
    }

    /// <summary>Units of <see cref="Forward"/>.</summary>
    public int ForwardUnits(int samples) => ProductUnits.Of<TWeights>(_outputs, samples).Count;

    /// <summary>Units of <see cref="InputGradient"/>.</summary>
    public int InputGradientUnits(int samples) => ProductUnits.Of<TWeights>(_inputs, samples).Count;

    /// <summary>Units of <see cref="WeightGradient"/>.</summary>
    public int WeightGradientUnits => OuterProduct<TLanes>.Units(Outer(default, default));

    /// <summary>Units of <see cref="BiasGradient"/>.</summary>
    public int BiasGradientUnits => ColumnSums<TLanes>.Units(Outer(default, default));

    /// <summary>y = Wx + b.</summary>
    public void Forward(in ImageBatch x, in ImageBatch y, int samples, int unit)
    {
        (UnitRange panels, UnitRange rows) = ProductUnits.Of<TWeights>(_outputs, samples).Unit(unit);
        TapShape shape = Shape(x.Geometry.SampleStride, y.Geometry.SampleStride, _inputs, _outputs, rows.End - rows.Start);
        TWeights.Forward<TLanes, TBias>(
            shape, x.Row(rows.Start, 0), _forward.Weights, _bias, y.Row(rows.Start, 0), panels, UnitRange.One(0), scratch: null);
    }

    /// <summary>∂x = Wᵀ∂y.</summary>
    public void InputGradient(in ImageBatch outputGradient, in ImageBatch inputGradient, int samples, int unit)
    {
        (UnitRange panels, UnitRange rows) = ProductUnits.Of<TWeights>(_inputs, samples).Unit(unit);
        TapShape shape = Shape(
            outputGradient.Geometry.SampleStride, inputGradient.Geometry.SampleStride, _outputs, _inputs, rows.End - rows.Start);
        TWeights.Gradient<TLanes>(
            shape, outputGradient.Row(rows.Start, 0), _gradient.Weights, inputGradient.Row(rows.Start, 0), panels, UnitRange.One(0),
            scratch: null);
    }

    /// <summary>y = Wx + b at every position of a sequence.</summary>
    public void ForwardSequence(in ImageBatch x, in ImageBatch y, int sample) =>
        ForwardRows(x.Row(sample, 0), _inputs, y.Row(sample, 0), _outputs, x.Geometry.Width);

    /// <summary>∂x = Wᵀ∂y at every position of a sequence.</summary>
    public void SequenceInputGradient(in ImageBatch outputGradient, in ImageBatch inputGradient, int sample) =>
        RowsInputGradient(outputGradient.Row(sample, 0), _outputs, inputGradient.Row(sample, 0), _inputs, outputGradient.Geometry.Width);

    /// <summary>y = Wx + b of some rows.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="stride">From a row of x to the next.</param>
    /// <param name="y">The first row.</param>
    /// <param name="outputStride">From a row of y to the next.</param>
    /// <param name="rows">Number of rows.</param>
    internal void ForwardRows(float* x, nint stride, float* y, nint outputStride, int rows) =>
        TWeights.Forward<TLanes, TBias>(
            Shape(stride, outputStride, _inputs, _outputs, rows), x, _forward.Weights, _bias, y, new UnitRange(0, PanelsOf(_outputs)),
            UnitRange.One(0), scratch: null);

    /// <summary>∂x = Wᵀ∂y of some rows.</summary>
    /// <inheritdoc cref="ForwardRows"/>
    internal void RowsInputGradient(float* outputGradient, nint stride, float* inputGradient, nint outputStride, int rows) =>
        TWeights.Gradient<TLanes>(
            Shape(stride, outputStride, _outputs, _inputs, rows), outputGradient, _gradient.Weights, inputGradient,
            new UnitRange(0, PanelsOf(_inputs)), UnitRange.One(0), scratch: null);

    /// <summary>∂W = Σ ∂y·xᵀ.</summary>
    /// <param name="x">The input.</param>
    /// <param name="outputGradient">∂y.</param>
    /// <param name="target">∂W, [output][input].</param>
    /// <param name="samples">Samples.</param>
    /// <param name="scratch">Memory of the thread.</param>
    /// <param name="unit">Which unit.</param>
    public void WeightGradient(
        in ImageBatch x, in ImageBatch outputGradient, FloatAddress target, int samples, FloatAddress scratch, int unit) =>
        OuterProduct<TLanes>.Run(
            Outer(x, outputGradient), Delayed(outputGradient, samples), x.Data, Late(outputGradient), target, scratch, UnitRange.One(unit));

    /// <summary>∂W of some outputs, which at once moves their weights, and is gone unless the step needs it again.</summary>
    /// <typeparam name="TTable">The parameters.</typeparam>
    /// <typeparam name="TRule">How they move.</typeparam>
    /// <param name="w">Memory of the pass, with the update.</param>
    /// <param name="x">The input.</param>
    /// <param name="outputGradient">∂y.</param>
    /// <param name="parameter">Number of the weights among the parameters.</param>
    /// <param name="rows">Outputs of a tile.</param>
    /// <param name="scratch">Memory of the thread: ∂W of a tile, then what its product needs.</param>
    /// <param name="tile">Which tile.</param>
    public void UpdateWeights<TTable, TRule>(
        Workspace w, in ImageBatch x, in ImageBatch outputGradient, int parameter, int rows, FloatAddress scratch, int tile)
        where TTable : struct, IParameterTable
        where TRule : struct, IUpdateRule
    {
        var outputs = new UnitRange(tile * rows, Math.Min(_outputs, (tile + 1) * rows));
        TiledUpdate update = w.Update!;
        float* gradient = update.KeptGradient(parameter);
        gradient = gradient == null ? scratch : gradient + ((nint)outputs.Start * _inputs);
        OuterProduct<TLanes>.RunOutputs(
            Outer(x, outputGradient), Delayed(outputGradient, w.Samples), x.Data, Late(outputGradient), gradient,
            scratch + (rows * _inputs), outputs);
        update.Move<TTable, TRule>(parameter, tile, gradient);
    }

    /// <summary>The sums of ∂W over shards of the batch, of a layer with few inputs.</summary>
    public void SumShards(in ImageBatch x, in ImageBatch outputGradient, FloatAddress sums, int samples, FloatAddress scratch, int shard) =>
        GatheredOuterProduct<TLanes>.SumShards(
            Outer(x, outputGradient), Delayed(outputGradient, samples), x.Data, Late(outputGradient), sums, scratch, UnitRange.One(shard));

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

    private int GradientPanels => _weights.ForPrediction ? 0 : PanelsOf(_inputs);

    private static int PanelsOf(int columns) => (columns + TWeights.PanelColumns - 1) / TWeights.PanelColumns;

    private TapShape Shape(nint stride, nint outputStride, int terms, int columns, int rows) => new()
    {
        Taps = 1,
        Offsets = _noOffset,
        Terms = terms,
        Channels = terms,
        Columns = columns,
        Pixels = rows,
        Lines = 1,
        InputPixelStride = (int)stride,
        InputLineStride = 0,
        InputSampleStride = 0,
        OutputPixelStride = (int)outputStride,
        OutputLineStride = 0,
        OutputSampleStride = 0,
    };

    /// <summary>Samples that have a position with an x before it.</summary>
    private int Delayed(in ImageBatch outputGradient, int samples) => outputGradient.Geometry.Width > Delay ? samples : 0;

    /// <summary>∂y from the first position on that has an x before it.</summary>
    private float* Late(in ImageBatch outputGradient) => outputGradient.Data + ((nint)Delay * _outputs);

    private OuterShape Outer(in ImageBatch x, in ImageBatch outputGradient) => new()
    {
        Batch = _batch,
        Taps = 1,
        Offsets = _noOffset,
        Terms = _inputs,
        Outputs = _outputs,
        Pixels = Math.Max(1, outputGradient.Geometry.Width - Delay),
        Lines = 1,
        InputPixelStride = _inputs,
        InputLineStride = 0,
        InputSampleStride = (int)x.Geometry.SampleStride,
        GradientPixelStride = _outputs,
        GradientLineStride = 0,
        GradientSampleStride = (int)outputGradient.Geometry.SampleStride,
    };
}
