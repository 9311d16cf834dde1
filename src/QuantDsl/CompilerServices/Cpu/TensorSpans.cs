using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>Tensors as spans.</summary>
internal static class TensorSpans
{
    /// <summary>The numbers of a dense float32 tensor on the CPU.</summary>
    public static Span<float> Floats(Tensor dense) => MemoryMarshal.Cast<byte, float>(dense.bytes);
}
