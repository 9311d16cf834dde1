using System.ComponentModel;
using QuantDsl.CompilerServices;
using TorchSharp;

namespace QuantDsl;

/// <summary>One trained tensor with its quantized form and its moments.</summary>
public sealed class Parameter : IDisposable
{
    internal Parameter(
        ParameterStore store, string name, int bits,
        torch.Tensor latent, torch.Tensor quantized, torch.Tensor scale, torch.Tensor firstMoment, torch.Tensor secondMoment)
    {
        Store = store;
        Name = name;
        Bits = bits;
        Latent = latent;
        Quantized = quantized;
        Scale = scale;
        FirstMoment = firstMoment;
        SecondMoment = secondMoment;
        Leaf = quantized.detach().requires_grad_();
    }

    /// <summary>The store that it belongs to.</summary>
    internal ParameterStore Store { get; }

    /// <summary>Name in files and messages, such as <c>Conv1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>Bits per value; 32 in full precision.</summary>
    public int Bits { get; }

    /// <summary>Latent values w.</summary>
    public torch.Tensor Latent { get; }

    /// <summary>Values that the network uses; equal to <see cref="Latent"/> in full precision.</summary>
    public torch.Tensor Quantized { get; }

    /// <summary>Scales α; empty in full precision.</summary>
    public torch.Tensor Scale { get; }

    /// <summary>First Adam moment m.</summary>
    public torch.Tensor FirstMoment { get; }

    /// <summary>Second Adam moment v.</summary>
    public torch.Tensor SecondMoment { get; }

    /// <summary>The memory of <see cref="Quantized"/> as an autograd leaf, with respect to which generated code differentiates.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public torch.Tensor Leaf { get; }

    /// <summary>Releases the tensor handles; the memory is released with the model.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Dispose()
    {
        Leaf.Dispose();
        Latent.Dispose();
        Quantized.Dispose();
        Scale.Dispose();
        FirstMoment.Dispose();
        SecondMoment.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{string.Join(", ", Latent.shape)}], {Bits} bits";
}
