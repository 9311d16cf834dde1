using System.ComponentModel;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Computes the gradients of a loss with respect to the parameters of a model. Autograd would allocate the gradients of all linear layers
/// anew in each step: tens of megabytes whose pages the system has to clear, a quarter of the time of a step of the 2048-wide perceptron.
/// Therefore autograd stops at the output Y of a linear layer, and ∂ℓ/∂W = (∂ℓ/∂Y)ᵀ·X is written to memory that is reused. It also stops at
/// the gates of an LSTM and at the rows that an embedding looks up.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GradientTape : IDisposable
{
    private readonly StoredParameter[] _parameters;
    private readonly int[] _trained; // numbers of those that are not frozen
    private readonly ParameterStore _store;
    private Tensor?[]? _memory; // gradients of two-dimensional weights; made by the first backward pass
    private readonly Tensor?[] _inputs; // X of the recorded pass; for an embedding, the ids
    private readonly Tensor?[] _outputs; // Y of the recorded pass
    private readonly double[]? _bounds; // of the last gradients; null on a device, from which nothing is read back
    private Tensor[]? _trialMemory; // made when the first step backtracks: takes the weights of a trial, and then the gradients at them
    private Tensor[]? _first; // gradients that lead to a trial

    /// <summary>Prepares a tape. Nothing is allocated before the first backward pass.</summary>
    /// <param name="store">Parameters of the model.</param>
    public GradientTape(ParameterStore store)
    {
        _store = store;
        _parameters = [.. store.Stored];
        _trained = [.. _parameters.Where(parameter => !parameter.IsFrozen).Select(parameter => parameter.Index)];
        _inputs = new Tensor?[_parameters.Length];
        _outputs = new Tensor?[_parameters.Length];
        _bounds = store.Device.type == TorchSharp.DeviceType.CPU ? new double[_parameters.Length] : null;
    }

    /// <summary>A linear layer: Y = X·Wᵀ + b. Records it unless the pass is a prediction.</summary>
    /// <param name="input">X, [N, in], or [N, length, in] position by position.</param>
    /// <param name="weight">Number of the parameter W, [out, in].</param>
    /// <param name="bias">b, [out], or null.</param>
    /// <param name="pass">What the pass is for.</param>
    /// <returns>
    /// Y, [N, out] or [N, length, out]; the caller disposes it, and must not overwrite it in a pass that is differentiated.
    /// </returns>
    public Tensor Linear(Tensor input, int weight, Parameter? bias, ForwardPass pass)
    {
        Tensor output = functional.linear(input, _parameters[weight].QuantizedMemory.Tensor, bias?.Leaf());
        if (pass == ForwardPass.Predict || _parameters[weight].IsFrozen)
            return output;
        Record(weight, input, output.requires_grad_()); // also if neither the input nor a bias needs a gradient
        return output.alias(); // for the caller to dispose
    }

    /// <summary>
    /// An LSTM. The inputs of all positions are multiplied by the weights at once; autograd stops at the resulting gates. The gradient of
    /// the recurrent weights, which every position uses, is likewise one product over all positions, of ∂ℓ/∂gates and the previous states.
    /// </summary>
    /// <param name="input">X, [N, length, in].</param>
    /// <param name="weight">Number of the input weights, [4·hidden, in].</param>
    /// <param name="recurrentWeight">Number of the recurrent weights, [4·hidden, hidden].</param>
    /// <param name="bias">b, [4·hidden].</param>
    /// <param name="pass">What the pass is for.</param>
    /// <param name="returnSequence">Whether to return the states of all positions or only the last one.</param>
    /// <returns>The states, [N, length, hidden] or [N, hidden]; the caller disposes them.</returns>
    public Tensor Lstm(Tensor input, int weight, int recurrentWeight, Parameter bias, ForwardPass pass, bool returnSequence)
    {
        Tensor gates = Linear(input, weight, bias, pass);
        Tensor[] states = Recurrence.Lstm(gates, _parameters[recurrentWeight].QuantizedMemory.Tensor);
        int length = states.Length - 1;
        if (pass == ForwardPass.Predict || _parameters[weight].IsFrozen)
        {
            gates.Dispose();
        }
        else
        {
            using Tensor before = Recurrence.Stack(states, 0, length);
            Record(recurrentWeight, before, gates);
        }
        Tensor output = returnSequence ? Recurrence.Stack(states, 1, length) : states[length].alias();
        foreach (Tensor state in states)
            state.Dispose();
        return output;
    }

    /// <summary>Looks up rows of a table. Records them unless the pass is a prediction.</summary>
    /// <param name="ids">Indices of the rows, int64 [N, length].</param>
    /// <param name="weight">Number of the parameter, [vocabulary, features].</param>
    /// <param name="pass">What the pass is for.</param>
    /// <returns>
    /// The rows, [N, length, features]; the caller disposes them, and must not overwrite them in a pass that is differentiated.
    /// </returns>
    public Tensor Embedding(Tensor ids, int weight, ForwardPass pass)
    {
        using Tensor list = ids.flatten();
        using Tensor rows = _parameters[weight].QuantizedMemory.Tensor.index_select(0, list);
        Tensor output = rows.view(ids.size(0), ids.size(1), rows.size(1));
        if (pass == ForwardPass.Predict || _parameters[weight].IsFrozen)
            return output;
        Record(weight, ids, output.requires_grad_());
        return output.alias();
    }

    /// <summary>Computes the gradients with respect to all parameters that are not frozen.</summary>
    /// <param name="loss">The loss of the recorded pass, a scalar.</param>
    /// <param name="phase">The kind of step. In a backtrack step on the CPU, the gradients of its first half outlive those of the
    /// second.</param>
    /// <param name="pass">What the pass was for.</param>
    public Gradients Differentiate(Tensor loss, TrainingPhase phase, ForwardPass pass)
    {
        Tensor?[] memory = _memory ??= MakeMemory(onlyMatrices: true);
        bool hasTrial = phase == TrainingPhase.Backtrack && _bounds is not null;
        Tensor[] gradients = Differentiate(loss, hasTrial && pass == ForwardPass.Trial ? _trialMemory! : memory);
        if (!hasTrial)
            return new Gradients(gradients, memory, _bounds);
        if (pass == ForwardPass.Train)
        {
            _trialMemory ??= MakeMemory(onlyMatrices: false)!;
            _first = gradients;
            return new Gradients(gradients, memory, _bounds, scratch: _trialMemory);
        }
        Gradients atTrial = new(gradients, memory, _bounds, first: _first);
        _first = null;
        return atTrial;
    }

    private Tensor?[] MakeMemory(bool onlyMatrices)
    {
        using IDisposable trainable = inference_mode(false);
        // A scope in which the caller takes this step must not dispose what later ones need.
        return TensorList.Make(_parameters.Length, index => _parameters[index].IsFrozen ? Zeros([0])
            : onlyMatrices && _parameters[index].Shape.Count != 2 ? null
            : Zeros([.. _parameters[index].Shape]));

        Tensor Zeros(long[] shape) => zeros(shape, dtype: ScalarType.Float32, device: _store.Device).DetachFromDisposeScope();
    }

    private Tensor[] Differentiate(Tensor loss, Tensor?[] memory)
    {
        var sources = new Tensor[_trained.Length];
        for (int i = 0; i < sources.Length; i++)
            sources[i] = _outputs[_trained[i]] ?? _parameters[_trained[i]].Leaf;
        autograd.grad([loss], sources).CopyTo(sources, 0);
        var gradients = new Tensor[memory.Length];
        memory.CopyTo(gradients, 0); // those of frozen parameters, which are empty
        for (int i = 0; i < sources.Length; i++)
            gradients[_trained[i]] = sources[i];
        try
        {
            foreach (int index in _trained)
            {
                gradients[index] = _memory![index] is null
                    ? OfLeaf(index, gradients[index])
                    : OfMatrix(index, memory[index]!, gradients[index]);
            }
            return gradients;
        }
        catch
        {
            foreach (int index in _trained)
            {
                if (!ReferenceEquals(gradients[index], memory[index]))
                    gradients[index].Dispose();
            }
            throw;
        }
    }

    /// <summary>Releases what was recorded.</summary>
    public void Clear()
    {
        for (int index = 0; index < _parameters.Length; index++)
        {
            _inputs[index]?.Dispose();
            _outputs[index]?.Dispose();
            _inputs[index] = _outputs[index] = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        foreach (Tensor? memory in (_memory ?? []).Concat(_trialMemory ?? []))
            memory?.Dispose();
    }

    private void Record(int weight, Tensor input, Tensor output)
    {
        _inputs[weight]?.Dispose();
        _outputs[weight]?.Dispose();
        _inputs[weight] = input.detach();
        _outputs[weight] = output;
    }

    private Tensor OfMatrix(int index, Tensor memory, Tensor ofOutput)
    {
        Tensor input = _inputs[index]!;
        bool isTable = input.dtype == ScalarType.Int64;
        using (ofOutput)
        using (Tensor rows = ofOutput.flatten(0, -2)) // all positions of all samples
        {
            if (_bounds is not null)
                _bounds[index] = Bound(rows, isTable ? null : input);
            return isTable ? OfTable(memory, rows, input) : OfWeight(memory, rows, input);
        }
    }

    /// <summary>
    /// Bounds ∂ℓ/∂W by its factors, which are far smaller: |Σₙ ∂ℓ/∂yₙ·xₙ| ≤ N·max|∂ℓ/∂Y|·max|X|. Rounding makes a sum larger by 2⁻²⁴ in a
    /// term at most, so twice as much holds for up to 10 million terms. NaN or infinity in a factor make the bound NaN or infinite.
    /// </summary>
    private static double Bound(Tensor ofOutput, Tensor? input) =>
        2.0 * ofOutput.size(0) * TensorMagnitude.Largest(ofOutput) * (input is null ? 1 : TensorMagnitude.Largest(input));

    /// <summary>∂ℓ/∂W = (∂ℓ/∂Y)ᵀ·X.</summary>
    private static Tensor OfWeight(Tensor memory, Tensor ofOutput, Tensor input)
    {
        using Tensor transposed = ofOutput.t();
        using Tensor rows = input.flatten(0, -2);
        return memory.addmm_(transposed, rows, beta: 0, alpha: 1); // the same object; β = 0 ignores its old values
    }

    /// <summary>Gradient of an embedding: each row receives the sum of the gradients of its occurrences.</summary>
    private static Tensor OfTable(Tensor memory, Tensor ofOutput, Tensor ids)
    {
        using Tensor list = ids.flatten();
        using Tensor zeroed = memory.zero_(); // a second handle
        return memory.index_add_(0, list, ofOutput, Scalars.One); // the same object
    }

    private Tensor OfLeaf(int index, Tensor gradient)
    {
        Tensor dense = Dense(gradient);
        if (_bounds is not null)
            _bounds[index] = TensorMagnitude.Largest(dense);
        return dense;
    }

    private static Tensor Dense(Tensor gradient)
    {
        if (gradient.is_contiguous())
            return gradient;
        using (gradient)
            return gradient.contiguous();
    }
}
