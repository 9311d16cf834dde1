using QuantDsl.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Tests;

/// <summary>Tensors of numbers that nothing frees while libtorch reads them, see <see cref="Scalars"/>.</summary>
internal static class TestTensors
{
    /// <summary>0, 1, 2 …</summary>
    public static Tensor Range(long count, ScalarType type)
    {
        using Scalar start = 0;
        using Scalar end = count;
        using Scalar step = 1;
        return arange(start, end, step, type);
    }

    /// <summary>One number everywhere, float32.</summary>
    public static Tensor Filled(long[] shape, float value)
    {
        using Scalar scalar = value;
        return full(shape, scalar);
    }

    /// <summary>One number everywhere, int64.</summary>
    public static Tensor Filled(long[] shape, long value)
    {
        using Scalar scalar = value;
        return full(shape, scalar, ScalarType.Int64);
    }

    /// <summary>The quantized values of a parameter themselves, not a copy.</summary>
    public static Span<float> QuantizedOf(Parameter parameter) => StoredParameter.Of(parameter).QuantizedMemory.Values;

    /// <summary>Number of tensors, once the garbage collector has released those that nobody disposed.</summary>
    public static long CountAlive()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }

    /// <summary>Sets all values to one number.</summary>
    public static void Fill(Tensor tensor, float value)
    {
        using Scalar scalar = value;
        tensor.fill_(scalar);
    }

    /// <summary>Multiplies all values by one number.</summary>
    public static void Scale(Tensor tensor, float factor)
    {
        using Scalar scalar = factor;
        tensor.mul_(scalar);
    }
}
