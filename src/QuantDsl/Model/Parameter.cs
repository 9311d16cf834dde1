using System.ComponentModel;
using QuantDsl.CompilerServices;
using TorchSharp;

namespace QuantDsl;

/// <summary>
/// One trained tensor with its quantized form and its moments. Its values are copied to and from spans without libtorch; the tensors, views
/// of the same memory, are made when they are first asked for, and load it.
/// </summary>
public sealed class Parameter : IDisposable
{
    private readonly LazyTensor _leaf;

    internal Parameter(
        ParameterStore store, int index, string name, int bits, MemoryPart latent, MemoryPart quantized, MemoryPart scale,
        MemoryPart firstMoment, MemoryPart secondMoment)
    {
        (Store, Index, Name, Bits) = (store, index, name, bits);
        (LatentMemory, QuantizedMemory, ScaleMemory) = (latent, quantized, scale);
        (FirstMomentMemory, SecondMomentMemory) = (firstMoment, secondMoment);
        _leaf = new LazyTensor(() => quantized.Tensor.detach().requires_grad_());
    }

    /// <summary>The store that it belongs to.</summary>
    internal ParameterStore Store { get; }

    /// <summary>Its number among the parameters of the model.</summary>
    internal int Index { get; }

    internal MemoryPart LatentMemory { get; }

    internal MemoryPart QuantizedMemory { get; }

    internal MemoryPart ScaleMemory { get; }

    internal MemoryPart FirstMomentMemory { get; }

    internal MemoryPart SecondMomentMemory { get; }

    /// <summary>Name in files and messages, such as <c>Conv1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>Bits per value; 32 in full precision.</summary>
    public int Bits { get; }

    /// <summary>Lengths of the axes, such as [out, in, kernel, kernel].</summary>
    public IReadOnlyList<long> Shape => LatentMemory.Shape;

    /// <summary>Number of values.</summary>
    public int Count => LatentMemory.Count;

    /// <summary>Number of scales α; 0 in full precision.</summary>
    public int ScaleCount => ScaleMemory.Count;

    /// <summary>Latent values w.</summary>
    public torch.Tensor Latent => LatentMemory.Tensor;

    /// <summary>Values that the network uses; equal to <see cref="Latent"/> in full precision.</summary>
    public torch.Tensor Quantized => QuantizedMemory.Tensor;

    /// <summary>Scales α; empty in full precision.</summary>
    public torch.Tensor Scale => ScaleMemory.Tensor;

    /// <summary>First Adam moment m.</summary>
    public torch.Tensor FirstMoment => FirstMomentMemory.Tensor;

    /// <summary>Second Adam moment v.</summary>
    public torch.Tensor SecondMoment => SecondMomentMemory.Tensor;

    /// <summary>The memory of <see cref="Quantized"/> as an autograd leaf, with respect to which generated code differentiates.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public torch.Tensor Leaf => _leaf.Value;

    /// <summary>Copies the latent values w, in the order of <see cref="Shape"/>.</summary>
    /// <param name="destination">Takes <see cref="Count"/> values.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void CopyLatent(Span<float> destination) => Copy(LatentMemory, "latent values", destination);

    /// <summary>Copies the values that the network uses, in the order of <see cref="Shape"/>.</summary>
    /// <inheritdoc cref="CopyLatent"/>
    public void CopyQuantized(Span<float> destination) => Copy(QuantizedMemory, "quantized values", destination);

    /// <summary>Copies the scales α: one per tensor, channel or gate; two each with two scales, the positive one first.</summary>
    /// <param name="destination">Takes <see cref="ScaleCount"/> values.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void CopyScale(Span<float> destination) => Copy(ScaleMemory, "scales", destination);

    /// <summary>
    /// Replaces the latent values w and quantizes them anew as in an untrained model, with uniform curvature. The moments stay.
    /// </summary>
    /// <param name="values"><see cref="Count"/> finite values in the order of <see cref="Shape"/>. The next step clips quantized
    /// parameters to [−1, 1].</param>
    /// <exception cref="ArgumentException">The span has another length, or a value is NaN or infinite; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void SetLatent(ReadOnlySpan<float> values)
    {
        Store.ThrowIfDisposed(Name);
        CheckLength(values.Length, LatentMemory, "latent values", nameof(values));
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                throw new ArgumentException($"{Name} takes finite latent values, but value {i} is {values[i]}.", nameof(values));
        }
        Store.SetLatent(this, values);
    }

    /// <summary>Releases the tensors; the memory is released with the model.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Dispose()
    {
        _leaf.Dispose();
        LatentMemory.Dispose();
        QuantizedMemory.Dispose();
        ScaleMemory.Dispose();
        FirstMomentMemory.Dispose();
        SecondMomentMemory.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape)}], {Bits} bits";

    private void Copy(MemoryPart part, string what, Span<float> destination)
    {
        Store.ThrowIfDisposed(Name);
        CheckLength(destination.Length, part, what, nameof(destination));
        part.CopyTo(destination);
    }

    private void CheckLength(int length, MemoryPart part, string what, string parameter)
    {
        if (length == part.Count)
            return;
        throw new ArgumentException(
            $"{Name} has {part.Count} {what} [{string.Join(", ", part.Shape)}], but the span has {length} elements. "
            + $"Pass a span of {part.Count}.",
            parameter);
    }
}
