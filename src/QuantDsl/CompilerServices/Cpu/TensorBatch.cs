using System.Buffers;
using System.ComponentModel;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>A minibatch of tensors on the CPU as the engine takes it: dense memory, and labels of 32 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct TensorBatch
{
    private readonly Tensor _dense;
    private readonly int[] _labels;

    /// <summary>Takes a minibatch that was checked.</summary>
    /// <param name="input">float32 [N, …].</param>
    /// <param name="labels">int64 [N].</param>
    public TensorBatch(Tensor input, Tensor labels)
    {
        using IDisposable unrecorded = no_grad();
        using Tensor dense = labels.contiguous();
        ReadOnlySpan<long> classes = MemoryMarshal.Cast<byte, long>(dense.bytes);
        _labels = ArrayPool<int>.Shared.Rent(classes.Length);
        for (int i = 0; i < classes.Length; i++)
            _labels[i] = (int)classes[i];
        Labels = _labels.AsSpan(0, classes.Length);
        _dense = input.contiguous();
        Inputs = TensorSpans.Floats(_dense);
    }

    /// <summary>Samples, row-major.</summary>
    public ReadOnlySpan<float> Inputs { get; }

    /// <summary>Classes.</summary>
    public ReadOnlySpan<int> Labels { get; }

    /// <summary>Releases the memory of both.</summary>
    public void Dispose()
    {
        _dense.Dispose();
        ArrayPool<int>.Shared.Return(_labels);
    }
}
