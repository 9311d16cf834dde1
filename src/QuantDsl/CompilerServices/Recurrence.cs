using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>The recurrence of an LSTM over the positions of a sequence, differentiable with respect to the inputs of the gates.</summary>
internal static class Recurrence
{
    /// <summary>Processes all positions, starting with state and cell 0.</summary>
    /// <param name="gates">W_ih·x + b of the gates i, f, g, o at every position, [N, length, 4·hidden].</param>
    /// <param name="weight">W_hh, [4·hidden, hidden]; its gradient is not recorded.</param>
    /// <returns>
    /// The state h before the first position and after each position: length + 1 tensors [N, hidden], which the caller disposes.
    /// </returns>
    public static Tensor[] Lstm(Tensor gates, Tensor weight)
    {
        Tensor[] ofInput = gates.unbind(1); // its backward is one stack; slices would each make a gradient of all positions
        var states = new Tensor[ofInput.Length + 1];
        states[0] = zeros(gates.size(0), weight.size(1), dtype: gates.dtype, device: gates.device);
        Tensor cell = states[0].alias();
        using Tensor transposed = weight.t();
        for (int position = 0; position < ofInput.Length; position++)
        {
            using Tensor ofThis = ofInput[position];
            using Tensor ofBoth = addmm(ofThis, states[position], transposed, 1, 1);
            states[position + 1] = Step(ofBoth, ref cell);
        }
        cell.Dispose();
        return states;
    }

    /// <summary>Stacks consecutive states along the sequence, [N, count, hidden].</summary>
    public static Tensor Stack(Tensor[] states, int first, int count) => stack(states[first..(first + count)], 1);

    /// <summary>i, f, o are σ of their gates, g is tanh; c ← f·c + i·g; h = o·tanh(c).</summary>
    private static Tensor Step(Tensor gates, ref Tensor cell)
    {
        Tensor[] parts = gates.chunk(4, 1);
        using Tensor i = parts[0];
        using Tensor f = parts[1];
        using Tensor g = parts[2];
        using Tensor o = parts[3];
        using Tensor input = i.sigmoid();
        using Tensor forget = f.sigmoid();
        using Tensor candidate = g.tanh();
        using Tensor output = o.sigmoid();
        using Tensor kept = forget * cell;
        using Tensor added = input * candidate;
        cell.Dispose();
        cell = kept.add(added, Scalars.One);
        using Tensor bounded = cell.tanh();
        return output * bounded;
    }
}
