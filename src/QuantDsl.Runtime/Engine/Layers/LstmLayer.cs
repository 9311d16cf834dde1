using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Long short-term memory with packed weights.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
/// <typeparam name="TWeights">How the weights are packed.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class LstmLayer<TLanes, TWeights> : RecurrentLayer<TLanes, TWeights, NoValues>
    where TLanes : unmanaged, ILanes<TLanes>
    where TWeights : struct, IWeightForm
{
    /// <summary>Makes room for the packed weights.</summary>
    /// <param name="inputs">Features of x.</param>
    /// <param name="hidden">Units.</param>
    /// <param name="batch">The declared batch.</param>
    /// <param name="weights">The input weights in the model's memory, [4·hidden, inputs].</param>
    /// <param name="recurrentWeights">The recurrent weights, [4·hidden, hidden].</param>
    /// <param name="bias">The bias, [4·hidden].</param>
    public LstmLayer(int inputs, int hidden, int batch, LayerWeights weights, LayerWeights recurrentWeights, ValuePerColumn bias)
        : base(inputs, hidden, LstmCell.Gates, batch, weights, recurrentWeights, bias, default)
    {
    }

    /// <summary>Takes a group through all positions, from zeros.</summary>
    /// <param name="w">Memory of the pass.</param>
    /// <param name="sums">What the gates get from x and the bias.</param>
    /// <param name="gates">Receives i, f, g, o.</param>
    /// <param name="cells">Receives the cells c.</param>
    /// <param name="states">Receives the states h.</param>
    /// <param name="recurrent">Memory for what the gates get from the state before, 4·hidden numbers a sample.</param>
    /// <param name="group">The group.</param>
    public void Forward(
        Workspace w, in ImageBatch sums, in ImageBatch gates, in ImageBatch cells, in ImageBatch states, in ImageBatch recurrent, int group)
    {
        UnitRange samples = SampleGroups.Samples(w, group);
        for (int position = 0; position < sums.Geometry.Width; position++)
        {
            if (position > 0)
                MultiplyState(At(states, samples.Start, position - 1), states.Geometry.SampleStride, recurrent, samples);
            for (int sample = samples.Start; sample < samples.End; sample++)
            {
                LstmCell.Forward<TLanes>(
                    At(sums, sample, position),
                    position == 0 ? null : recurrent.Row(sample, 0),
                    position == 0 ? null : At(cells, sample, position - 1),
                    At(gates, sample, position),
                    At(cells, sample, position),
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
    /// <param name="cells">Memory for the cell, as many numbers a sample as there are units.</param>
    /// <param name="states">Receives the states h.</param>
    /// <param name="recurrent">Memory for what the gates get from the state before, 4·hidden numbers a sample.</param>
    /// <param name="carried">Where the layer's part of a carried state begins.</param>
    /// <param name="group">The group.</param>
    public void Infer(
        Workspace w, in ImageBatch sums, in ImageBatch cells, in ImageBatch states, in ImageBatch recurrent, int carried, int group)
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
                float* before = position > 0 ? cells.Row(sample, 0) : isCarried ? state.Of(sample) + Hidden : null;
                LstmCell.Forward<TLanes>(
                    At(sums, sample, position),
                    position == 0 && !isCarried ? null : recurrent.Row(sample, 0),
                    before,
                    null,
                    cells.Row(sample, 0),
                    At(states, sample, position),
                    Hidden);
            }
        }
        for (int sample = samples.Start; isCarried && sample < samples.End; sample++)
        {
            Copy(At(states, sample, last), state.Of(sample));
            Copy(cells.Row(sample, 0), state.Of(sample) + Hidden);
        }
    }

    /// <summary>Takes the gradient of a group back through all positions.</summary>
    /// <param name="w">Memory of the pass.</param>
    /// <param name="gates">i, f, g, o.</param>
    /// <param name="cells">The cells c.</param>
    /// <param name="outputGradient">∂y: of all positions, or only of the last.</param>
    /// <param name="gateGradient">Receives the gradient of the gates' sums.</param>
    /// <param name="stateGradient">Memory for what a state gets from the position behind it, a number for each unit of a sample.</param>
    /// <param name="cellGradient">Memory for the gradient of a cell.</param>
    /// <param name="group">The group.</param>
    public void Backward(
        Workspace w,
        in ImageBatch gates,
        in ImageBatch cells,
        in ImageBatch outputGradient,
        in ImageBatch gateGradient,
        in ImageBatch stateGradient,
        in ImageBatch cellGradient,
        int group)
    {
        UnitRange samples = SampleGroups.Samples(w, group);
        int last = gates.Geometry.Width - 1, first = last + 1 - outputGradient.Geometry.Width;
        for (int position = last; position >= 0; position--)
        {
            if (position < last)
                MultiplyGradient(gateGradient, position + 1, stateGradient, samples);
            for (int sample = samples.Start; sample < samples.End; sample++)
            {
                if (position == last)
                    new Span<float>(cellGradient.Row(sample, 0), Hidden).Clear();
                LstmCell.Backward<TLanes>(
                    At(gates, sample, position),
                    position == 0 ? null : At(cells, sample, position - 1),
                    At(cells, sample, position),
                    position < first ? null : At(outputGradient, sample, position - first),
                    position == last ? null : stateGradient.Row(sample, 0),
                    At(gateGradient, sample, position),
                    cellGradient.Row(sample, 0),
                    Hidden);
            }
        }
    }
}
