using System.Buffers;
using System.ComponentModel;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A minibatch of tensors as an engine takes it: dense memory of the CPU, with token ids and labels of 32 bits. Tensors of a device are
/// copied.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct TensorBatch
{
    private readonly Tensor? _dense;
    private readonly Tensor? _denseLabels;
    private readonly int[]? _tokens;
    private readonly int[]? _labels;

    /// <summary>Takes samples that were checked.</summary>
    /// <param name="input">float32 [N, …], or token ids, int64 [N, length].</param>
    public TensorBatch(Tensor input)
    {
        using IDisposable unrecorded = no_grad();
        if (input.dtype == ScalarType.Int64)
        {
            Inputs = Int32(input, out _tokens);
            return;
        }
        _dense = Here(input);
        Inputs = (ReadOnlySpan<float>)TensorSpans.Floats(_dense);
    }

    /// <summary>Takes a minibatch that was checked.</summary>
    /// <param name="input">float32 [N, …], or token ids, int64 [N, length].</param>
    /// <param name="labels">Classes, int64 [N] or [N, length], or float32 numbers.</param>
    public TensorBatch(Tensor input, Tensor labels)
        : this(input)
    {
        using IDisposable unrecorded = no_grad();
        if (labels.dtype == ScalarType.Int64)
        {
            Labels = Int32(labels, out _labels);
            return;
        }
        _denseLabels = Here(labels);
        Labels = (ReadOnlySpan<float>)TensorSpans.Floats(_denseLabels);
    }

    /// <summary>Samples, row-major.</summary>
    public NetworkInput Inputs { get; }

    /// <summary>Classes or numbers.</summary>
    public NetworkLabels Labels { get; }

    /// <summary>Releases the memory.</summary>
    public void Dispose()
    {
        _dense?.Dispose();
        _denseLabels?.Dispose();
        if (_tokens is not null)
            ArrayPool<int>.Shared.Return(_tokens);
        if (_labels is not null)
            ArrayPool<int>.Shared.Return(_labels);
    }

    private static Tensor Here(Tensor tensor)
    {
        using Tensor here = tensor.cpu();
        return here.contiguous();
    }

    private static ReadOnlySpan<int> Int32(Tensor numbers, out int[] rented)
    {
        using Tensor dense = Here(numbers);
        ReadOnlySpan<long> from = MemoryMarshal.Cast<byte, long>(dense.bytes);
        rented = ArrayPool<int>.Shared.Rent(from.Length);
        for (int i = 0; i < from.Length; i++)
            rented[i] = (int)from[i];
        return rented.AsSpan(0, from.Length);
    }
}
