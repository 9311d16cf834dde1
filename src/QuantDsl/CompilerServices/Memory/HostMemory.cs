using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Memory of the CPU. Disposing lets go of it, and the garbage collector frees it: TorchSharp makes tensors over managed arrays only, and
/// one that autograd or a caller still holds must not point to memory that something else has by then.
/// </summary>
/// <param name="count">Number of values.</param>
internal sealed unsafe class HostMemory(int count) : FlatMemory
{
    private HostArray<float>? _values = new(count, ScalarType.Float32);

    /// <inheritdoc/>
    public override int Count { get; } = count;

    /// <summary>The first value; it does not move as long as this object is not disposed.</summary>
    public float* Pointer => Values.Pointer;

    /// <summary>All values, for somebody who writes some of them.</summary>
    public Span<float> Span
    {
        get
        {
            Span<float> values = Stored;
            BeforeWrite(wholly: false);
            return values;
        }
    }

    /// <summary>All values, for somebody who reads them.</summary>
    public ReadOnlySpan<float> Present
    {
        get
        {
            Span<float> values = Stored;
            BeforeRead();
            return values;
        }
    }

    /// <summary>What the memory has, for its keeper alone, who is not asked.</summary>
    public Span<float> Stored => Values.Span;

    private HostArray<float> Values => _values ?? throw new ObjectDisposedException(nameof(Parameter), "The model's memory was released.");

    /// <inheritdoc/>
    public override void Read(int start, int count, Action<ReadOnlySpan<byte>> take)
    {
        BeforeRead();
        Values.Read(start, count, take);
    }

    /// <inheritdoc/>
    public override void Fill(int start, int count, Action<Span<byte>> fill)
    {
        BeforeWrite(wholly: count == Count);
        Values.Fill(start, count, fill);
    }

    /// <inheritdoc/>
    public override void CopyTo(int start, Span<float> values) => Present.Slice(start, values.Length).CopyTo(values);

    /// <inheritdoc/>
    public override void Write(int start, ReadOnlySpan<float> values)
    {
        Span<float> target = Stored[start..];
        BeforeWrite(wholly: values.Length == Count);
        values.CopyTo(target);
    }

    /// <inheritdoc/>
    public override FlatMemory Clone()
    {
        var copy = new HostMemory(Count);
        Present.CopyTo(copy.Span);
        return copy;
    }

    /// <inheritdoc/>
    public override void CopyFrom(FlatMemory other)
    {
        ReadOnlySpan<float> values = ((HostMemory)other).Present;
        BeforeWrite(wholly: true);
        values.CopyTo(Stored);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _values = null;
    }

    /// <inheritdoc/>
    protected override Tensor MakeTensor() => frombuffer(Values.Array, ScalarType.Float32, Count, Values.Start);
}
