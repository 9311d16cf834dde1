using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace QuantDsl.Runtime;

/// <summary>
/// Differentiates losses by the parameters of a model. Autograd would allocate the gradient of every linear layer's weights anew in each
/// step, tens of megabytes whose pages the system has to clear: a quarter of the time of a step of the 2048-wide perceptron. So autograd stops
/// at the outputs of linear layers, and ∂ℓ/∂W = (∂ℓ/∂Y)ᵀ·X goes to memory that stays.
/// </summary>
public sealed class GradientTape : IDisposable
{
    private readonly Parameter[] _parameters;
    private readonly Tensor?[] _memory; // gradients of linear weights
    private readonly Tensor?[] _inputs; // X of the pass that is recorded
    private readonly Tensor?[] _outputs; // Y of it

    /// <summary>Makes the memory.</summary>
    /// <param name="store">Parameters of the model.</param>
    public GradientTape(ParameterStore store)
    {
        _parameters = [.. store.Parameters];
        using IDisposable trainable = inference_mode(false);
        _memory = [.. _parameters.Select(parameter => parameter.Latent.dim() == 2 ? zeros(parameter.Latent.shape, device: store.Device) : null)];
        _inputs = new Tensor?[_parameters.Length];
        _outputs = new Tensor?[_parameters.Length];
    }

    /// <summary>A linear layer: Y = X·Wᵀ + b. Records it unless the pass is a prediction.</summary>
    /// <param name="input">X, [N, in].</param>
    /// <param name="weight">Number of the parameter W, [out, in].</param>
    /// <param name="bias">b, [out], or null.</param>
    /// <param name="pass">What the pass is for.</param>
    /// <returns>A tensor of the caller's, [N, out]; not to be overwritten in a pass that is differentiated.</returns>
    public Tensor Linear(Tensor input, int weight, Parameter? bias, ForwardPass pass)
    {
        Tensor output = functional.linear(input, _parameters[weight].Quantized, bias?.Leaf);
        if (pass == ForwardPass.Predict)
            return output;
        _inputs[weight]?.Dispose();
        _outputs[weight]?.Dispose();
        _inputs[weight] = input.detach();
        _outputs[weight] = output.requires_grad_(); // also where neither the input nor a bias is differentiated by
        return output.alias(); // the caller's to dispose
    }

    /// <summary>Differentiates by all parameters.</summary>
    /// <param name="loss">The loss of the recorded pass, a scalar.</param>
    public Gradients Differentiate(Tensor loss)
    {
        var sources = new Tensor[_parameters.Length];
        for (int index = 0; index < sources.Length; index++)
            sources[index] = _outputs[index] ?? _parameters[index].Leaf;
        var gradients = new Tensor[_parameters.Length];
        autograd.grad([loss], sources).CopyTo(gradients, 0);
        for (int index = 0; index < gradients.Length; index++)
            gradients[index] = _memory[index] is { } memory ? OfWeight(memory, gradients[index], _inputs[index]!) : Dense(gradients[index]);
        return new Gradients(gradients, _memory);
    }

    /// <summary>Lets go of what was recorded.</summary>
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
        foreach (Tensor? memory in _memory)
            memory?.Dispose();
    }

    /// <summary>∂ℓ/∂W = (∂ℓ/∂Y)ᵀ·X.</summary>
    private static Tensor OfWeight(Tensor memory, Tensor ofOutput, Tensor input)
    {
        using (ofOutput)
        using (Tensor transposed = ofOutput.t())
            return memory.addmm_(transposed, input, beta: 0, alpha: 1); // the same object; β = 0: what it held does not count
    }

    private static Tensor Dense(Tensor gradient)
    {
        if (gradient.is_contiguous())
            return gradient;
        using (gradient)
            return gradient.contiguous();
    }
}
