using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary><see cref="Magnitude"/> of tensors.</summary>
internal static class TensorMagnitude
{
    /// <summary>max |x| of a float32 tensor on the CPU; NaN if a value is NaN, 0 if there is none.</summary>
    public static float Largest(Tensor values)
    {
        using Tensor dense = values.contiguous(); // another handle, or a copy of a view with gaps
        return Magnitude.Largest(MemoryMarshal.Cast<byte, float>(dense.bytes));
    }
}
