using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>A gated recurrent unit with packed weights.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
/// <typeparam name="TWeights">How the weights are packed.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class GruLayer<TLanes, TWeights> : RecurrentLayer<TLanes, TWeights, ValuePerColumn>
    where TLanes : unmanaged, ILanes<TLanes>
    where TWeights : struct, IWeightForm
{
    /// <summary>What the gates get from a state of zeros.</summary>
    private readonly ValuePerColumn _recurrentBias;

    /// <summary>Makes room for the packed weights.</summary>
    /// <param name="inputs">Features of x.</param>
    /// <param name="hidden">Units.</param>
    /// <param name="batch">The declared batch.</param>
    /// <param name="weights">The input weights in the model's memory, [3·hidden, inputs].</param>
    /// <param name="recurrentWeights">The recurrent weights, [3·hidden, hidden].</param>
    /// <param name="bias">The bias of the products with x, [3·hidden].</param>
    /// <param name="recurrentBias">The bias of the products with a state, [3·hidden].</param>
    public GruLayer(
        int inputs,
        int hidden,
        int batch,
        LayerWeights weights,
        LayerWeights recurrentWeights,
        ValuePerColumn bias,
        ValuePerColumn recurrentBias)
        : base(inputs, hidden, GruCell.Gates, batch, weights, recurrentWeights, bias, recurrentBias) =>
        _recurrentBias = recurrentBias;

    /// <summary>Takes a group through all positions, from zeros.</summary>
    /// <param name="w">Memory of the pass.</param>
    /// <param name="sums">What the gates get from x and the bias.</param>
    /// <param name="gates">Receives r, z, n and what n gets from the state before.</param>
    /// <param name="states">Receives the states h.</param>
    /// <param name="recurrent">Memory for what the gates get from the state before, 3·hidden numbers a sample.</param>
    /// <param name="group">The group.</param>
    public void Forward(Workspace w, in ImageBatch sums, in ImageBatch gates, in ImageBatch states, in ImageBatch recurrent, int group)
    {
        UnitRange samples = SampleGroups.Samples(w, group);
        for (int position = 0; position < sums.Geometry.Width; position++)
        {
            if (position > 0)
                MultiplyState(At(states, samples.Start, position - 1), states.Geometry.SampleStride, recurrent, samples);
            for (int sample = samples.Start; sample < samples.End; sample++)
            {
                GruCell.Forward<TLanes>(
                    At(sums, sample, position),
                    position == 0 ? _recurrentBias.Data : recurrent.Row(sample, 0),
                    position == 0 ? null : At(states, sample, position - 1),
                    At(gates, sample, position),
                    At(states, sample, position),
                    Hidden);
            }
        }
    }

    /// <summary>
    /// Takes a group through all positions of a prediction: from zeros, or from the state that the pass carries on, which becomes that
    /// behind the last position.
    /// </summary>
    /// <param name="w">Memory of the pass.</param>
    /// <param name="sums">What the gates get from x and the bias.</param>
    /// <param name="states">Receives the states h.</param>
    /// <param name="recurrent">Memory for what the gates get from the state before, 3·hidden numbers a sample.</param>
    /// <param name="carried">Where the layer's part of a carried state begins.</param>
    /// <param name="group">The group.</param>
    public void Infer(Workspace w, in ImageBatch sums, in ImageBatch states, in ImageBatch recurrent, int carried, int group)
    {
        UnitRange samples = SampleGroups.Samples(w, group);
        CarriedState state = w.Carried.From(carried);
        bool isCarried = state.Data != null;
        int last = sums.Geometry.Width - 1;
        for (int position = 0; position <= last; position++)
        {
            if (position > 0)
                MultiplyState(At(states, samples.Start, position - 1), states.Geometry.SampleStride, recurrent, samples);
            else if (isCarried)
                MultiplyState(state.Of(samples.Start), state.Stride, recurrent, samples);
            for (int sample = samples.Start; sample < samples.End; sample++)
            {
                float* before = position > 0 ? At(states, sample, position - 1) : isCarried ? state.Of(sample) : null;
                GruCell.Forward<TLanes>(
                    At(sums, sample, position),
                    before == null ? _recurrentBias.Data : recurrent.Row(sample, 0),
                    before,
                    null,
                    At(states, sample, position),
                    Hidden);
            }
        }
        for (int sample = samples.Start; isCarried && sample < samples.End; sample++)
            Copy(At(states, sample, last), state.Of(sample));
    }

    /// <summary>Takes the gradient of a group back through all positions.</summary>
    /// <param name="w">Memory of the pass.</param>
    /// <param name="gates">r, z, n and what n gets from the state before.</param>
    /// <param name="states">The states h.</param>
    /// <param name="outputGradient">∂y: of all positions, or only of the last.</param>
    /// <param name="sumGradient">Receives the gradient of what the gates get from x.</param>
    /// <param name="recurrentGradient">Receives the gradient of what they get from the state before.</param>
    /// <param name="productGradient">Memory for what a state gets through the products of the position behind it.</param>
    /// <param name="keptGradient">Memory for what it gets through the state behind it.</param>
    /// <param name="group">The group.</param>
    public void Backward(
        Workspace w,
        in ImageBatch gates,
        in ImageBatch states,
        in ImageBatch outputGradient,
        in ImageBatch sumGradient,
        in ImageBatch recurrentGradient,
        in ImageBatch productGradient,
        in ImageBatch keptGradient,
        int group)
    {
        UnitRange samples = SampleGroups.Samples(w, group);
        int last = gates.Geometry.Width - 1, first = last + 1 - outputGradient.Geometry.Width;
        for (int position = last; position >= 0; position--)
        {
            if (position < last)
                MultiplyGradient(recurrentGradient, position + 1, productGradient, samples);
            for (int sample = samples.Start; sample < samples.End; sample++)
            {
                if (position == last)
                    new Span<float>(keptGradient.Row(sample, 0), Hidden).Clear();
                GruCell.Backward<TLanes>(
                    At(gates, sample, position),
                    position == 0 ? null : At(states, sample, position - 1),
                    position < first ? null : At(outputGradient, sample, position - first),
                    position == last ? null : productGradient.Row(sample, 0),
                    keptGradient.Row(sample, 0),
                    At(sumGradient, sample, position),
                    At(recurrentGradient, sample, position),
                    Hidden);
            }
        }
    }
}
