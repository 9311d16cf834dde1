using QuantDsl.Cuda;
using QuantDsl.Formats;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>A part of a model's memory with a shape of its own, such as the latent weights of a layer.</summary>
internal sealed class MemoryPart : ITensorValues
{
    private readonly HostMemory _memory;
    private readonly long[] _shape;

    /// <summary>Names a part of a memory.</summary>
    /// <param name="memory">The memory, which remains its owner's.</param>
    /// <param name="offset">Place of the first value.</param>
    /// <param name="shape">Lengths of the axes.</param>
    /// <exception cref="ArgumentException">The memory has no such part.</exception>
    public MemoryPart(HostMemory memory, int offset, params long[] shape)
    {
        long count = shape.Aggregate(1L, (product, size) => product * size);
        if (offset < 0 || shape.Any(size => size < 0) || offset + count > memory.Count)
        {
            throw new ArgumentException(
                $"[{string.Join(", ", shape)}] from {offset} on is not within a memory of {memory.Count} values.", nameof(shape));
        }
        (_memory, Offset, Count, _shape) = (memory, offset, (int)count, shape);
    }

    /// <summary>Place of the first value in the memory.</summary>
    public int Offset { get; }

    /// <summary>Number of values.</summary>
    public int Count { get; }

    /// <summary>A copy of the values in this shape, which the caller disposes; needs libtorch.</summary>
    /// <exception cref="TorchLoadException">libtorch cannot be loaded.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public unsafe Tensor Copy()
    {
        ReadOnlySpan<float> values = _memory.Present.Slice(Offset, Count);
        TorchLibrary.EnsureLoaded();
        Tensor copy = empty(_shape, dtype: ScalarType.Float32, device: CPU);
        values.CopyTo(new Span<float>((float*)TensorMemory.Of(copy), Count));
        return RecentTensors.Keep(copy);
    }

    /// <inheritdoc/>
    public ScalarType Dtype => _memory.Dtype;

    /// <inheritdoc/>
    public IReadOnlyList<long> Shape => _shape;

    /// <inheritdoc/>
    public void Read(Action<ReadOnlySpan<byte>> take) => _memory.Read(Offset, Count, take);

    /// <inheritdoc/>
    public void Fill(Action<Span<byte>> fill) => _memory.Fill(Offset, Count, fill);

    /// <summary>Copies the values; the span has <see cref="Count"/> elements.</summary>
    public void CopyTo(Span<float> values) => _memory.CopyTo(Offset, values);

    /// <summary>The values themselves, for somebody who writes them.</summary>
    public Span<float> Values => _memory.Span.Slice(Offset, Count);

    /// <summary>Replaces the values by <see cref="Count"/> others.</summary>
    public void Write(ReadOnlySpan<float> values) => _memory.Write(Offset, values);
}
