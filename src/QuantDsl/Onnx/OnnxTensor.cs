using System.Runtime.InteropServices;
using QuantDsl.Formats;

namespace QuantDsl.Onnx;

/// <summary>A constant of an ONNX graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of its elements, a constant of this class.</param>
/// <param name="Shape">Lengths of its axes.</param>
/// <param name="Bytes">Its elements, row-major and little-endian.</param>
internal sealed record OnnxTensor(string Name, int Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Bytes)
{
    public const int Float = 1;
    public const int UInt8 = 2;
    public const int Int32 = 6;
    public const int Int64 = 7;

    public static OnnxTensor Of(string name, IReadOnlyList<long> shape, ReadOnlySpan<float> values) =>
        new(name, Float, shape, LittleEndian(values));

    public static OnnxTensor Of(string name, IReadOnlyList<long> shape, byte[] values) => new(name, UInt8, shape, values);

    public static OnnxTensor Of(string name, IReadOnlyList<long> shape, ReadOnlySpan<int> values) =>
        new(name, Int32, shape, LittleEndian(values));

    public static OnnxTensor Of(string name, IReadOnlyList<long> shape, ReadOnlySpan<long> values) =>
        new(name, Int64, shape, LittleEndian(values));

    /// <summary>As <c>TensorProto</c>.</summary>
    public ProtobufMessage ToMessage()
    {
        var message = new ProtobufMessage();
        foreach (long size in Shape)
            message.Add(1, size);
        return message.Add(2, (long)Type).Add(8, Name).Add(9, Bytes);
    }

    private static byte[] LittleEndian<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        byte[] bytes = MemoryMarshal.AsBytes(values).ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            foreach (int[] element in Enumerable.Range(0, bytes.Length).Chunk(bytes.Length / values.Length))
                Array.Reverse(bytes, element[0], element.Length);
        }
        return bytes;
    }
}
