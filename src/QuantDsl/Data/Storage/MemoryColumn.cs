using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Data;

/// <summary>Rows in an array. The tensor of all rows is made when somebody asks for it.</summary>
internal sealed class MemoryColumn<T> : TypedColumn<T>
    where T : unmanaged
{
    private readonly Lock _gate = new();
    private T[]? _values;
    private Tensor? _tensor;

    /// <summary>Takes ownership of the values, which must not be changed any more.</summary>
    public MemoryColumn(T[] values, long count, long[] rowShape)
        : base(count, rowShape, new Device(DeviceType.CPU)) => _values = values;

    /// <summary>All values, row by row.</summary>
    public T[] Values => _values ?? throw new ObjectDisposedException(nameof(Dataset));

    /// <summary>Inputs share their memory with the tensor; labels and token ids are copied to int64.</summary>
    public override Tensor Tensor
    {
        get
        {
            lock (_gate)
                return _tensor ??= MakeTensor().DetachFromDisposeScope();
        }
    }

    public override ReadOnlySpan<T> Read(long start, long size) => Values.AsSpan((int)(start * RowLength), (int)(size * RowLength));

    public override void Gather(ReadOnlySpan<long> indices, Span<T> rows)
    {
        ReadOnlySpan<T> values = Values;
        int length = (int)RowLength;
        for (int row = 0; row < indices.Length; row++)
            values.Slice((int)indices[row] * length, length).CopyTo(rows.Slice(row * length, length));
    }

    public override MemoryColumn<T> Subset(long[] indices)
    {
        T[] rows = GC.AllocateUninitializedArray<T>(LengthOf(indices.LongLength));
        Gather(indices, rows);
        return new MemoryColumn<T>(rows, indices.LongLength, RowShape);
    }

    public override TypedColumn<T> To(Device device)
    {
        if (IsOn(device))
            return new MemoryColumn<T>(Values, Count, RowShape);
        using Tensor here = MakeTensor();
        return new TensorColumn<T>(here.to(device));
    }

    public override void Dispose()
    {
        lock (_gate)
        {
            _values = null;
            _tensor?.Dispose();
        }
    }

    private Tensor MakeTensor()
    {
        long[] shape = [Count, .. RowShape];
        return Values is float[] inputs
            ? TensorFill.Shared(inputs, shape)
            : TensorFill.Int64(Array.ConvertAll((int[])(object)Values, value => (long)value), shape);
    }
}
