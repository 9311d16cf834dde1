using QuantDsl.Formats;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>One flat float32 array of a model's state, on the host. Disposing lets go of it, and the garbage collector frees it.</summary>
/// <param name="count">Number of values, which begin as zeros.</param>
internal sealed unsafe class HostMemory(int count) : ITensorValues, IDisposable
{
    private HostArray<float>? _values = new(count, ScalarType.Float32);

    /// <summary>Number of values.</summary>
    public int Count => count;

    /// <summary>Who sees to it that the values are there; null: they always are.</summary>
    public IMemoryKeeper? Keeper { get; set; }

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

    /// <inheritdoc/>
    public ScalarType Dtype => ScalarType.Float32;

    /// <inheritdoc/>
    public IReadOnlyList<long> Shape => [Count];

    private HostArray<float> Values => _values ?? throw new ObjectDisposedException(nameof(Parameter), "The model's memory was released.");

    /// <inheritdoc/>
    public void Read(Action<ReadOnlySpan<byte>> take) => Read(0, Count, take);

    /// <inheritdoc/>
    public void Fill(Action<Span<byte>> fill) => Fill(0, Count, fill);

    /// <summary>Hands out the bytes of some values in pieces.</summary>
    public void Read(int start, int count, Action<ReadOnlySpan<byte>> take)
    {
        BeforeRead();
        Values.Read(start, count, take);
    }

    /// <summary>Has the bytes of some values overwritten, in pieces.</summary>
    public void Fill(int start, int count, Action<Span<byte>> fill)
    {
        BeforeWrite(wholly: count == Count);
        Values.Fill(start, count, fill);
    }

    /// <summary>Copies values out of the memory.</summary>
    public void CopyTo(int start, Span<float> values) => Present.Slice(start, values.Length).CopyTo(values);

    /// <summary>Copies values into the memory.</summary>
    public void Write(int start, ReadOnlySpan<float> values)
    {
        Span<float> target = Stored[start..];
        BeforeWrite(wholly: values.Length == Count);
        values.CopyTo(target);
    }

    /// <summary>Makes a copy.</summary>
    public HostMemory Clone()
    {
        var copy = new HostMemory(Count);
        Present.CopyTo(copy.Span);
        return copy;
    }

    /// <summary>Takes the values of a memory of the same size.</summary>
    public void CopyFrom(HostMemory other)
    {
        ReadOnlySpan<float> values = other.Present;
        BeforeWrite(wholly: true);
        values.CopyTo(Stored);
    }

    /// <summary>Before somebody reads.</summary>
    public void BeforeRead() => Keeper?.BeforeRead();

    /// <summary>Before somebody writes.</summary>
    /// <param name="wholly">Whether all values will be others.</param>
    public void BeforeWrite(bool wholly) => Keeper?.BeforeWrite(wholly);

    /// <inheritdoc/>
    public void Dispose() => _values = null;
}
