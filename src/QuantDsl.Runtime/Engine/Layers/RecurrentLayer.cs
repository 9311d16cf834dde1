using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// What recurrent layers have in common. What the gates get from x is one product over all positions; what they get from the state before
/// is a product at each position, of all samples of a group. A unit of the recurrence is a group of samples.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
/// <typeparam name="TWeights">How the weights are packed.</typeparam>
/// <typeparam name="TRecurrentBias">What is added to the products with a state, or nothing.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract unsafe class RecurrentLayer<TLanes, TWeights, TRecurrentBias> : IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
    where TWeights : struct, IWeightForm
    where TRecurrentBias : struct, IColumnValues
{
    private protected RecurrentLayer(
        int inputs,
        int hidden,
        int gates,
        int batch,
        LayerWeights weights,
        LayerWeights recurrentWeights,
        ValuePerColumn bias,
        TRecurrentBias recurrentBias)
    {
        Hidden = hidden;
        Input = new(inputs, gates * hidden, batch, weights, bias);
        Recurrent = new(hidden, gates * hidden, batch, recurrentWeights, recurrentBias) { Delay = 1 };
    }

    /// <summary>From x to the sums of the gates.</summary>
    public LinearLayer<TLanes, TWeights, ValuePerColumn> Input { get; }

    /// <summary>From the state before to the sums of the gates.</summary>
    public LinearLayer<TLanes, TWeights, TRecurrentBias> Recurrent { get; }

    /// <summary>Units of <see cref="Pack"/>.</summary>
    public int PackingUnits => Input.PackingUnits + Recurrent.PackingUnits;

    /// <summary>Units of the layer: features of a state.</summary>
    private protected int Hidden { get; }

    /// <summary>Packs a panel of the quantized weights, after an update has changed them.</summary>
    /// <param name="unit">Which panel.</param>
    public void Pack(int unit)
    {
        if (unit < Input.PackingUnits)
            Input.Pack(unit);
        else
            Recurrent.Pack(unit - Input.PackingUnits);
    }

    /// <summary>Groups of samples: units of the recurrence, forward and backward.</summary>
    public int Groups(Workspace w) => SampleGroups.Count(w.Samples, w.Threads);

    /// <inheritdoc/>
    public void Dispose()
    {
        Input.Dispose();
        Recurrent.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A position of a sample.</summary>
    private protected static float* At(in ImageBatch sequence, int sample, int position) =>
        sequence.Row(sample, 0) + ((nint)position * sequence.Geometry.Channels);

    /// <summary>What the gates get from the state before.</summary>
    /// <param name="state">The state before, of the first sample.</param>
    /// <param name="stride">From a sample's state to the next.</param>
    /// <param name="recurrent">Receives it.</param>
    /// <param name="samples">Which samples.</param>
    private protected void MultiplyState(float* state, nint stride, in ImageBatch recurrent, UnitRange samples) =>
        Recurrent.ForwardRows(
            state, stride, recurrent.Row(samples.Start, 0), recurrent.Geometry.SampleStride, samples.End - samples.Start);

    /// <summary>What states get through the products of the position behind them.</summary>
    /// <param name="gateGradient">The gradient of what the gates get from the state before.</param>
    /// <param name="position">The position behind.</param>
    /// <param name="stateGradient">Receives it.</param>
    /// <param name="samples">Which samples.</param>
    private protected void MultiplyGradient(in ImageBatch gateGradient, int position, in ImageBatch stateGradient, UnitRange samples) =>
        Recurrent.RowsInputGradient(
            At(gateGradient, samples.Start, position), gateGradient.Geometry.SampleStride,
            stateGradient.Row(samples.Start, 0), stateGradient.Geometry.SampleStride, samples.End - samples.Start);

    /// <summary>Copies a number for each unit of a sample.</summary>
    private protected void Copy(float* source, float* target) =>
        new ReadOnlySpan<float>(source, Hidden).CopyTo(new Span<float>(target, Hidden));
}
