using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>A convolution with packed weights. Its products are done sample by sample, in each group by group.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
/// <typeparam name="TWeights">How the weights are packed.</typeparam>
/// <typeparam name="TBias">The bias, or none.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe partial class Convolution<TLanes, TWeights, TBias> : IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
    where TWeights : struct, IWeightForm
    where TBias : struct, IColumnValues
{
    private readonly ConvolutionShape _shape;
    private readonly int _batch;
    private readonly LayerWeights _weights;
    private readonly TBias _bias;
    private readonly ConvolutionPhases _phases;
    private readonly PackedMemory _forward; // group after group
    private readonly PackedMemory _gradient; // group after group, in it phase after phase

    /// <summary>Makes room for the packed weights.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="batch">The declared batch.</param>
    /// <param name="weights">The weights in the model's memory.</param>
    /// <param name="bias">The bias.</param>
    public Convolution(ConvolutionShape shape, int batch, LayerWeights weights, TBias bias)
    {
        (_shape, _batch, _weights, _bias) = (shape, batch, weights, bias);
        _phases = new ConvolutionPhases(shape);
        _forward = new PackedMemory(shape.Groups * ForwardBytes, shape.Outputs);
        _gradient = new PackedMemory(shape.Groups * GradientBytes, shape.Outputs);
    }

    /// <summary>Units of <see cref="Pack"/>.</summary>
    public int PackingUnits => _shape.Groups * PanelsOfGroup;

    /// <summary>Units of <see cref="WeightGradient"/>.</summary>
    public int WeightGradientUnits => _shape.Groups * OuterProduct<TLanes>.Units(Outer(default, default, null));

    /// <summary>Units of <see cref="BiasGradient"/>.</summary>
    public int BiasGradientUnits => ColumnSums<TLanes>.Units(AllOutputs(default));

    /// <summary>Weights of an output channel.</summary>
    private int Steps => _shape.KernelHeight * _shape.KernelWidth * _shape.InputsOfGroup;

    private int ForwardPanels => PanelsOf(_shape.OutputsOfGroup);

    private int GradientPanels => PanelsOf(_shape.InputsOfGroup);

    private int PanelsOfGroup => ForwardPanels + (_phases.Count * GradientPanels);

    private long ForwardBytes => ForwardPanels * TWeights.ForwardBytes(WeightOrder.Forward(_shape));

    private long GradientBytes => GradientPanels * BytesBefore(_phases.Count);

    /// <summary>Packs a panel of the quantized weights, after an update has changed them.</summary>
    /// <param name="unit">Which panel.</param>
    public void Pack(int unit)
    {
        (int group, unit) = Math.DivRem(unit, PanelsOfGroup);
        LayerWeights weights = _weights.From(FirstOutput(group), Steps);
        if (unit < ForwardPanels)
        {
            TWeights.PackForward(WeightOrder.Forward(_shape), weights, ForwardOf(group), UnitRange.One(unit));
            return;
        }
        (int phase, int panel) = Math.DivRem(unit - ForwardPanels, GradientPanels);
        TWeights.PackGradient(
            WeightOrder.InputGradient(_shape, _phases[phase]), weights, GradientOf(group, phase), UnitRange.One(panel));
    }

    /// <summary>y of a sample.</summary>
    /// <param name="x">The input.</param>
    /// <param name="y">Receives it.</param>
    /// <param name="scratch">Memory of the thread: a ring of tables where products are looked up, else not used.</param>
    /// <param name="sample">Which sample.</param>
    public void Forward(in ImageBatch x, in ImageBatch y, FloatAddress scratch, int sample)
    {
        int* offsets = stackalloc int[_shape.Taps];
        TapShape shape = _shape.Forward(x.Geometry, y.Geometry, offsets);
        var panels = new UnitRange(0, ForwardPanels);
        if (_shape.Groups == 1)
        {
            TWeights.Forward<TLanes, TBias>(shape, x.Data, _forward.Weights, _bias, y.Data, panels, UnitRange.One(sample), scratch);
            return;
        }
        for (int group = 0; group < _shape.Groups; group++)
        {
            int output = FirstOutput(group);
            var bias = new ShiftedValues<TBias>(_bias, output);
            TWeights.Forward<TLanes, ShiftedValues<TBias>>(
                shape, x.Data + FirstInput(group), ForwardOf(group), bias, y.Data + output, panels, UnitRange.One(sample), scratch);
        }
    }

    /// <summary>∂x of a sample.</summary>
    /// <param name="outputGradient">∂y.</param>
    /// <param name="inputGradient">Receives it.</param>
    /// <param name="scratch">Memory of the thread, as forward.</param>
    /// <param name="sample">Which sample.</param>
    public void InputGradient(in ImageBatch outputGradient, in ImageBatch inputGradient, FloatAddress scratch, int sample)
    {
        int* offsets = stackalloc int[_shape.MostGradientTaps];
        var panels = new UnitRange(0, GradientPanels);
        for (int phase = 0; phase < _phases.Count; phase++)
        {
            TapShape shape = _shape.InputGradient(
                outputGradient.Geometry, inputGradient.Geometry, _phases[phase], offsets, out int start);
            for (int group = 0; group < _shape.Groups; group++)
            {
                float* from = outputGradient.Data + FirstOutput(group), to = inputGradient.Data + start + FirstInput(group);
                TWeights.Gradient<TLanes>(shape, from, GradientOf(group, phase), to, panels, UnitRange.One(sample), scratch);
            }
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
        int* offsets = stackalloc int[_shape.Taps];
        OuterShape shape = Outer(x, outputGradient, offsets);
        (int group, unit) = Math.DivRem(unit, OuterProduct<TLanes>.Units(shape));
        int output = FirstOutput(group);
        OuterProduct<TLanes>.Run(
            shape, samples, x.Data + FirstInput(group), outputGradient.Data + output, (float*)target + ((nint)output * Steps), scratch,
            UnitRange.One(unit));
    }

    /// <summary>The sums of ∂W over shards of the batch, of a layer with few input channels.</summary>
    public void SumShards(in ImageBatch x, in ImageBatch outputGradient, FloatAddress sums, int samples, FloatAddress scratch, int shard)
    {
        int* offsets = stackalloc int[_shape.Taps];
        OuterShape shape = Outer(x, outputGradient, offsets);
        for (int group = 0; group < _shape.Groups; group++)
        {
            float* to = (float*)sums + ((nint)group * GatheredOuterProduct<TLanes>.SumsLength(shape));
            GatheredOuterProduct<TLanes>.SumShards(
                shape, samples, x.Data + FirstInput(group), outputGradient.Data + FirstOutput(group), to, scratch, UnitRange.One(shard));
        }
    }

    /// <summary>∂W from these sums.</summary>
    public void AddShards(FloatAddress sums, FloatAddress target)
    {
        OuterShape shape = Outer(default, default, null);
        for (int group = 0; group < _shape.Groups; group++)
        {
            float* from = (float*)sums + ((nint)group * GatheredOuterProduct<TLanes>.SumsLength(shape));
            float* to = (float*)target + ((nint)FirstOutput(group) * Steps);
            GatheredOuterProduct<TLanes>.AddShards(shape, from, to, new UnitRange(0, shape.Outputs));
        }
    }

    /// <summary>∂b = Σ ∂y.</summary>
    public void BiasGradient(in ImageBatch outputGradient, FloatAddress target, int samples, int unit) =>
        ColumnSums<TLanes>.Run(AllOutputs(outputGradient), samples, outputGradient.Data, target, UnitRange.One(unit));

    /// <summary>∂W from [row][column][input channel] to the order of the model's memory, for one output channel.</summary>
    public void Reorder(FloatAddress inner, FloatAddress target, int output)
    {
        int count = Steps;
        var images = new ImageBatch(inner, ImageGeometry.Dense(_shape.KernelHeight, _shape.KernelWidth, _shape.InputsOfGroup));
        ChannelOrder.ToFirst(images, target, count, UnitRange.One(output));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _forward.Dispose();
        _gradient.Dispose();
    }

    private int FirstInput(int group) => group * _shape.InputsOfGroup;

    private int FirstOutput(int group) => group * _shape.OutputsOfGroup;

    private PackedWeights ForwardOf(int group) => _forward.From(group * ForwardBytes, FirstOutput(group));

    private PackedWeights GradientOf(int group, int phase)
    {
        return _gradient.From((group * GradientBytes) + (GradientPanels * BytesBefore(phase)), FirstOutput(group));
    }

    /// <summary>Bytes of a panel in all phases before one.</summary>
    private long BytesBefore(int phase)
    {
        long bytes = 0;
        for (int before = 0; before < phase; before++)
            bytes += TWeights.GradientBytes(WeightOrder.InputGradient(_shape, _phases[before]));
        return bytes;
    }

    private static int PanelsOf(int columns) => (columns + TWeights.PanelColumns - 1) / TWeights.PanelColumns;

    /// <summary>Sizes of ∂W of a group.</summary>
    private OuterShape Outer(in ImageBatch x, in ImageBatch outputGradient, int* offsets) =>
        _shape.Forward(x.Geometry, outputGradient.Geometry, offsets).Outer(_batch);

    private OuterShape AllOutputs(in ImageBatch outputGradient) => Outer(default, outputGradient, null) with { Outputs = _shape.Outputs };
}
