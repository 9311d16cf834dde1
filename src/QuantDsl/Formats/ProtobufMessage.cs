using System.Buffers.Binary;
using System.Text;

namespace QuantDsl.Formats;

/// <summary>
/// A message of protocol buffers that is written, never read. The two formats written here, TensorBoard's events and ONNX, use some thirty
/// fields: generated classes would be thousands of lines, and would copy all weights into objects of their own, where this one refers to
/// them.
/// </summary>
internal sealed class ProtobufMessage
{
    private const int VarintType = 0;
    private const int Fixed64Type = 1;
    private const int BytesType = 2;
    private const int Fixed32Type = 5;

    private readonly List<ReadOnlyMemory<byte>> _parts = [];

    /// <summary>Its bytes.</summary>
    public long Length { get; private set; }

    /// <summary>A whole number, an enumeration or a flag.</summary>
    public ProtobufMessage Add(int field, long value)
    {
        Key(field, VarintType);
        Varint((ulong)value);
        return this;
    }

    /// <summary>A float32.</summary>
    public ProtobufMessage Add(int field, float value)
    {
        Key(field, Fixed32Type);
        byte[] bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        Append(bytes);
        return this;
    }

    /// <summary>A float64.</summary>
    public ProtobufMessage Add(int field, double value)
    {
        Key(field, Fixed64Type);
        byte[] bytes = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        Append(bytes);
        return this;
    }

    /// <summary>Text.</summary>
    public ProtobufMessage Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Bytes, which must not change any more.</summary>
    public ProtobufMessage Add(int field, ReadOnlyMemory<byte> value)
    {
        Key(field, BytesType);
        Varint((ulong)value.Length);
        Append(value);
        return this;
    }

    /// <summary>A message, as it is now.</summary>
    public ProtobufMessage Add(int field, ProtobufMessage value)
    {
        Key(field, BytesType);
        Varint((ulong)value.Length);
        _parts.AddRange(value._parts);
        Length += value.Length;
        return this;
    }

    /// <summary>Writes it.</summary>
    public void WriteTo(Stream stream) => _parts.ForEach(part => stream.Write(part.Span));

    /// <summary>Its bytes, in one piece.</summary>
    public byte[] ToArray()
    {
        using var stream = new MemoryStream((int)Length);
        WriteTo(stream);
        return stream.ToArray();
    }

    private void Key(int field, int type) => Varint((ulong)((field << 3) | type));

    private void Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        Append(bytes.ToArray());
    }

    private void Append(ReadOnlyMemory<byte> bytes)
    {
        _parts.Add(bytes);
        Length += bytes.Length;
    }
}
