using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Data;

/// <summary>A column whose rows can be read as plain memory.</summary>
/// <typeparam name="T">float for inputs; int for labels and token ids, which are int64 in tensors.</typeparam>
internal abstract class TypedColumn<T>(long count, long[] rowShape, Device device) : Column(count, rowShape, device)
    where T : unmanaged
{
    private const long ValuesAtOnce = 1 << 16;

    /// <inheritdoc/>
    public sealed override ScalarType Type => typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Int64;

    /// <summary>
    /// Returns consecutive rows. If they are copied, it is to memory of the calling thread, which its next call overwrites.
    /// </summary>
    public abstract ReadOnlySpan<T> Read(long start, long size);

    /// <summary>Reads all rows, some at a time.</summary>
    public void ReadAll(Action<ReadOnlySpan<T>> take)
    {
        long atOnce = Math.Max(1, ValuesAtOnce / RowLength);
        for (long start = 0; start < Count; start += atOnce)
            take(Read(start, Math.Min(atOnce, Count - start)));
    }

    /// <summary>Copies the rows at some indices.</summary>
    public abstract void Gather(ReadOnlySpan<long> indices, Span<T> rows);

    /// <inheritdoc/>
    public abstract override TypedColumn<T> Subset(long[] indices);

    /// <inheritdoc/>
    public abstract override TypedColumn<T> To(Device device);

    /// <summary>Whether the column's tensors are on a device.</summary>
    protected bool IsOn(Device device) =>
        device.type == Device.type && (device.type == DeviceType.CPU || device.index < 0 || device.index == Device.index);
}
