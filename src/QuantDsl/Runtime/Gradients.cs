using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace QuantDsl.Runtime;

/// <summary>The gradients of one backward pass, in the order of the leaves. Fused passes reuse their memory for the curvature.</summary>
public readonly struct Gradients : IDisposable
{
    private readonly Tensor[] _tensors;

    private Gradients(Tensor[] tensors) => _tensors = tensors;

    /// <summary>Differentiates <paramref name="loss"/> by the leaves.</summary>
    public static Gradients Of(Tensor loss, Tensor[] leaves)
    {
        IList<Tensor> gradients = autograd.grad([loss], leaves);
        var tensors = new Tensor[leaves.Length];
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = gradients[i];
            if (tensors[i].is_contiguous())
                continue;
            using Tensor strided = tensors[i];
            tensors[i] = strided.contiguous();
        }
        return new Gradients(tensors);
    }

    /// <summary>Ones in the shapes of the leaves: uniform curvature, for the first quantization.</summary>
    public static Gradients Uniform(Tensor[] leaves) => new([.. leaves.Select(leaf => ones(leaf.shape))]);

    /// <summary>Gradient of leaf <paramref name="index"/>, flat and writable.</summary>
    public Span<float> this[int index] => MemoryMarshal.Cast<byte, float>(_tensors[index].bytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in _tensors)
            tensor.Dispose();
    }
}
