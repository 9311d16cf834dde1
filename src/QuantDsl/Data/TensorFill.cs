using System.Runtime.InteropServices;
using QuantDsl.Cuda;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Data;

/// <summary>Tensors of arrays, and the other way round. Whatever makes the first tensor of a data set loads libtorch here.</summary>
internal static class TensorFill
{
    /// <summary>Returns float32 on the CPU that shares its memory with the array from an offset on, and keeps it alive.</summary>
    public static Tensor Shared(float[] values, long[] shape, int offset = 0) => Shared(values, ScalarType.Float32, shape, offset);

    /// <summary>
    /// Returns int64 on a device, or on the CPU if it is null. The array belongs to the tensor from then on: on the CPU both share memory.
    /// </summary>
    public static Tensor Int64(long[] values, long[] shape, Device? device = null)
    {
        Tensor tensor = Shared(values, ScalarType.Int64, shape, offset: 0);
        return device is null ? tensor : Transfer.To(tensor, device);
    }

    /// <summary>Copies the first values of an array to float32 on a device.</summary>
    public static Tensor Copy(float[] values, long[] shape, Device device)
    {
        Tensor shared = Shared(values, shape);
        if (device.type != DeviceType.CPU)
            return Transfer.To(shared, device);
        using (shared)
            return shared.clone();
    }

    /// <summary>Copies int64 on any device to an array.</summary>
    public static long[] Values(Tensor numbers)
    {
        using Tensor here = numbers.cpu();
        using Tensor dense = here.contiguous();
        return MemoryMarshal.Cast<byte, long>(dense.bytes).ToArray();
    }

    private static Tensor Shared(Array values, ScalarType type, long[] shape, int offset)
    {
        TorchLibrary.EnsureLoaded(); // before TorchSharp tries, so that a failure is reported with our message
        using Tensor flat = frombuffer(values, type, shape.Aggregate(1L, (product, axis) => product * axis), offset);
        return flat.reshape(shape);
    }
}
