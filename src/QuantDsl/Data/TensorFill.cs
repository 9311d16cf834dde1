using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Data;

/// <summary>Creates tensors filled from managed memory.</summary>
internal static class TensorFill
{
    // Tensor.bytes is a span of at most 2 GiB, so large tensors are filled in slices along the first axis.
    private const long SliceBytes = 64 << 20;

    /// <summary>Creates int64 [N] on <paramref name="device"/>.</summary>
    public static Tensor Int64(long[] values, Device device)
    {
        Tensor tensor = empty(values.LongLength, dtype: ScalarType.Int64, device: CPU);
        InSlices(tensor, 1, sizeof(long), (start, bytes) =>
            MemoryMarshal.AsBytes(values.AsSpan((int)start, bytes.Length / sizeof(long))).CopyTo(bytes));
        return Move(tensor, device);
    }

    /// <summary>Creates float32 of the given shape on <paramref name="device"/>.</summary>
    public static Tensor Float32(float[] values, long[] shape, Device device)
    {
        Tensor tensor = empty(shape, dtype: ScalarType.Float32, device: CPU);
        InSlices(tensor, values.LongLength / shape[0], sizeof(float), (start, bytes) =>
            MemoryMarshal.AsBytes(values.AsSpan((int)start, bytes.Length / sizeof(float))).CopyTo(bytes));
        return Move(tensor, device);
    }

    /// <summary>Creates normalised pixels, float32 of the given shape on <paramref name="device"/>.</summary>
    public static Tensor Normalized(byte[] pixels, long[] shape, Normalization normalization, Device device)
    {
        Tensor tensor = empty(shape, dtype: ScalarType.Float32, device: CPU);
        var table = new PixelTable(normalization);
        InSlices(tensor, pixels.LongLength / shape[0], sizeof(float), (start, bytes) =>
            table.Apply(pixels.AsSpan((int)start, bytes.Length / sizeof(float)), MemoryMarshal.Cast<byte, float>(bytes)));
        return Move(tensor, device);
    }

    private delegate void FillSlice(long firstElement, Span<byte> bytes);

    private static void InSlices(Tensor tensor, long rowElements, int elementSize, FillSlice fill)
    {
        long rows = tensor.shape[0];
        long sliceRows = Math.Max(1, SliceBytes / (rowElements * elementSize));
        for (long row = 0; row < rows; row += sliceRows)
        {
            using Tensor slice = tensor.narrow(0, row, Math.Min(sliceRows, rows - row));
            fill(row * rowElements, slice.bytes);
        }
    }

    private static Tensor Move(Tensor tensor, Device device)
    {
        if (device.type == DeviceType.CPU)
            return tensor;
        using (tensor)
            return tensor.to(device);
    }
}
