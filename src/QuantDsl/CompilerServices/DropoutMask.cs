using System.ComponentModel;
using QuantDsl.Cuda;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>Dropout with a mask that both passes of a backtrack step share, drawn from the model's random number generator.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct DropoutMask : IDisposable
{
    private Tensor? _mask;

    /// <summary>Applies dropout.</summary>
    /// <param name="input">Any shape.</param>
    /// <param name="probability">Probability p that a value becomes 0; the others are scaled by 1/(1 − p).</param>
    /// <param name="pass">Train draws a mask, Trial reuses it, Predict returns the input unchanged.</param>
    /// <param name="generator">Generator on the CPU, where the mask is drawn so that it is the same on all devices.</param>
    /// <returns>The result, in the shape of the input; the caller disposes it.</returns>
    public Tensor Apply(Tensor input, double probability, ForwardPass pass, Generator generator)
    {
        if (pass == ForwardPass.Predict)
            return input.alias();
        if (pass == ForwardPass.Train)
        {
            _mask?.Dispose();
            using Scalar limit = probability;
            using Scalar factor = 1 / (1 - probability);
            using Tensor uniform = rand(input.shape, dtype: ScalarType.Float32, device: CPU, generator: generator);
            using Tensor stays = uniform.ge(limit);
            _mask = Transfer.To(stays.to(input.dtype).mul_(factor), input.device);
        }
        return input
            * (_mask ?? throw new InvalidOperationException("A trial pass came before the training pass that draws its dropout mask."));
    }

    /// <inheritdoc/>
    public readonly void Dispose() => _mask?.Dispose();
}
