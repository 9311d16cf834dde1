using System.Runtime.CompilerServices;
using QuantDsl.Cuda;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Data;

/// <summary>Rows in a tensor on any device. Plain memory is copied from it.</summary>
internal sealed unsafe class TensorColumn<T> : TypedColumn<T>
    where T : unmanaged
{
    private readonly ThreadBuffer<T> _buffer = new();
    private readonly Tensor _tensor;

    /// <summary>Takes ownership of the tensor; no dispose scope of the caller disposes it any more.</summary>
    public TensorColumn(Tensor tensor)
        : base(tensor.shape[0], tensor.shape[1..], tensor.device) => _tensor = Own(tensor);

    public override Tensor Tensor => _tensor;

    public override ReadOnlySpan<T> Read(long start, long size)
    {
        Span<T> rows = _buffer.AtLeast(LengthOf(size)).AsSpan(0, LengthOf(size));
        if (_tensor.device_type == DeviceType.CPU)
        {
            Copy(_tensor, start * RowLength, rows);
            return rows;
        }

        using Tensor part = _tensor.narrow(0, start, size);
        using Tensor fetched = part.cpu();
        Copy(fetched, 0, rows);
        return rows;
    }

    public override void Gather(ReadOnlySpan<long> indices, Span<T> rows)
    {
        if (_tensor.device_type != DeviceType.CPU)
        {
            using Tensor places = TensorFill.Int64(indices.ToArray(), [indices.Length], Device);
            using Tensor gathered = _tensor.index_select(0, places);
            using Tensor fetched = gathered.cpu();
            Copy(fetched, 0, rows);
            return;
        }

        int length = (int)RowLength;
        for (int row = 0; row < indices.Length; row++)
            Copy(_tensor, indices[row] * length, rows.Slice(row * length, length));
    }

    public override TensorColumn<T> Subset(long[] indices)
    {
        using Tensor places = TensorFill.Int64(indices, [indices.LongLength], Device);
        return new TensorColumn<T>(_tensor.index_select(0, places));
    }

    public override TensorColumn<T> To(Device device) => new(IsOn(device) ? _tensor.alias() : _tensor.to(device));

    public override void Dispose()
    {
        _tensor.Dispose();
        _buffer.Dispose();
    }

    private static Tensor Own(Tensor tensor)
    {
        if (tensor.is_contiguous())
            return tensor.DetachFromDisposeScope();
        Tensor contiguous = tensor.contiguous().DetachFromDisposeScope();
        tensor.Dispose();
        return contiguous;
    }

    /// <summary>Copies values of a contiguous tensor on the CPU.</summary>
    private static void Copy(Tensor tensor, long first, Span<T> values)
    {
        nint address = TensorMemory.Of(tensor);
        if (typeof(T) == typeof(float))
        {
            new ReadOnlySpan<T>((T*)address + first, values.Length).CopyTo(values);
        }
        else
        {
            ReadOnlySpan<long> numbers = new((long*)address + first, values.Length);
            for (int i = 0; i < numbers.Length; i++)
                Unsafe.As<T, int>(ref values[i]) = (int)numbers[i]; // DatasetCheck made sure that they fit
        }

        GC.KeepAlive(tensor);
    }
}
