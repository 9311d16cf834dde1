using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Data;

/// <summary>Rows in plain memory. The tensor of all rows is made when somebody asks for it.</summary>
/// <param name="memory">The values, row by row, which must not be changed any more.</param>
/// <param name="count">Number of rows.</param>
/// <param name="rowShape">Shape of a row.</param>
internal sealed class MemoryColumn<T>(AlignedMemory<T> memory, long count, long[] rowShape)
    : TypedColumn<T>(count, rowShape, new Device(DeviceType.CPU))
    where T : unmanaged
{
    private readonly Lock _gate = new();
    private AlignedMemory<T>? _memory = memory;
    private Tensor? _tensor;

    /// <summary>Inputs share their memory with the tensor; labels and token ids are copied to int64.</summary>
    public override Tensor Tensor
    {
        get
        {
            lock (_gate)
                return _tensor ??= MakeTensor().DetachFromDisposeScope();
        }
    }

    private AlignedMemory<T> Memory => _memory ?? throw new ObjectDisposedException(nameof(Dataset));

    public override ReadOnlySpan<T> Read(long start, long size) => Memory.Span.Slice((int)(start * RowLength), (int)(size * RowLength));

    public override void Gather(ReadOnlySpan<long> indices, Span<T> rows)
    {
        ReadOnlySpan<T> values = Memory.Span;
        int length = (int)RowLength;
        for (int row = 0; row < indices.Length; row++)
        {
            if (row + 1 < indices.Length)
                CacheHint.WillRead(values.Slice((int)indices[row + 1] * length, length));
            values.Slice((int)indices[row] * length, length).CopyTo(rows.Slice(row * length, length));
        }
    }

    public override MemoryColumn<T> Subset(long[] indices)
    {
        var rows = new AlignedMemory<T>(LengthOf(indices.LongLength));
        Gather(indices, rows.Span);
        return new MemoryColumn<T>(rows, indices.LongLength, RowShape);
    }

    public override TypedColumn<T> To(Device device)
    {
        if (IsOn(device))
            return new MemoryColumn<T>(Memory, Count, RowShape);
        using Tensor here = MakeTensor();
        return new TensorColumn<T>(here.to(device));
    }

    public override void Dispose()
    {
        lock (_gate)
        {
            _memory = null;
            _tensor?.Dispose();
        }
    }

    private Tensor MakeTensor()
    {
        long[] shape = [Count, .. RowShape];
        return Memory switch
        {
            AlignedMemory<float> inputs => TensorFill.Shared(inputs.Values, shape, inputs.Offset),
            AlignedMemory<int> numbers => TensorFill.Int64(Array.ConvertAll(numbers.Span.ToArray(), number => (long)number), shape),
            _ => throw new NotSupportedException(typeof(T).Name),
        };
    }
}
