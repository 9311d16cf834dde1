using QuantDsl.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>One flat float32 array of a model's state, on the CPU or on a device.</summary>
internal abstract class FlatMemory : ITensorValues, IDisposable
{
    private readonly LazyTensor _tensor;

    /// <summary>Nothing is allocated yet.</summary>
    protected FlatMemory() => _tensor = new LazyTensor(MakeTensor);

    /// <summary>Number of values.</summary>
    public abstract int Count { get; }

    /// <summary>Who sees to it that the values are there; null: they always are.</summary>
    public IMemoryKeeper? Keeper { get; set; }

    /// <summary>The memory as a tensor, [<see cref="Count"/>], that somebody may write to; needs libtorch.</summary>
    public Tensor Tensor
    {
        get
        {
            BeforeWrite(wholly: false);
            return _tensor.Value;
        }
    }

    /// <inheritdoc/>
    public ScalarType Dtype => ScalarType.Float32;

    /// <inheritdoc/>
    public IReadOnlyList<long> Shape => [Count];

    /// <inheritdoc/>
    public void Read(Action<ReadOnlySpan<byte>> take) => Read(0, Count, take);

    /// <inheritdoc/>
    public void Fill(Action<Span<byte>> fill) => Fill(0, Count, fill);

    /// <summary>Hands out the bytes of some values in pieces.</summary>
    public abstract void Read(int start, int count, Action<ReadOnlySpan<byte>> take);

    /// <summary>Has the bytes of some values overwritten, in pieces.</summary>
    public abstract void Fill(int start, int count, Action<Span<byte>> fill);

    /// <summary>Copies values out of the memory.</summary>
    public abstract void CopyTo(int start, Span<float> values);

    /// <summary>Copies values into the memory.</summary>
    public abstract void Write(int start, ReadOnlySpan<float> values);

    /// <summary>Makes a copy on the same device.</summary>
    public abstract FlatMemory Clone();

    /// <summary>Takes the values of a memory of the same size and device.</summary>
    public abstract void CopyFrom(FlatMemory other);

    /// <summary>Before somebody reads.</summary>
    public void BeforeRead() => Keeper?.BeforeRead();

    /// <summary>Before somebody writes.</summary>
    /// <param name="wholly">Whether all values will be others.</param>
    public void BeforeWrite(bool wholly) => Keeper?.BeforeWrite(wholly);

    /// <summary>A part of it as a tensor, which the caller disposes.</summary>
    public Tensor View(int start, long[] shape)
    {
        using Tensor slice = Tensor.narrow(0, start, shape.Aggregate(1L, (product, size) => product * size));
        return slice.view(shape);
    }

    /// <inheritdoc/>
    public virtual void Dispose() => _tensor.Dispose();

    /// <summary>Makes the tensor.</summary>
    protected abstract Tensor MakeTensor();
}
