using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace QuantDsl.Formats;

/// <summary>Values of a tensor that is to be written, in an array.</summary>
/// <param name="dtype">Element type.</param>
/// <param name="shape">Lengths of its axes.</param>
/// <param name="bytes">The values.</param>
internal sealed class MemoryValues(ScalarType dtype, long[] shape, byte[] bytes) : ITensorValues
{
    /// <inheritdoc/>
    public ScalarType Dtype => dtype;

    /// <inheritdoc/>
    public IReadOnlyList<long> Shape => shape;

    /// <summary>float32 values.</summary>
    public static MemoryValues Floats(int[] shape, ReadOnlySpan<float> values) =>
        new(ScalarType.Float32, [.. shape.Select(axis => (long)axis)], MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>Bytes.</summary>
    public static MemoryValues Bytes(byte[] values) => new(ScalarType.Byte, [values.Length], values);

    /// <inheritdoc/>
    public void Read(Action<ReadOnlySpan<byte>> take)
    {
        for (int start = 0; start < bytes.Length; start += ITensorValues.PieceBytes)
            take(bytes.AsSpan(start, Math.Min(ITensorValues.PieceBytes, bytes.Length - start)));
    }

    /// <inheritdoc/>
    public void Fill(Action<Span<byte>> fill) => fill(bytes);
}
