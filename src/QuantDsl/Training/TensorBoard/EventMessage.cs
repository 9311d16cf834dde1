using System.Buffers.Binary;
using System.Text;

namespace QuantDsl.Training;

/// <summary>Encodes the messages of TensorFlow's <c>event.proto</c> and <c>summary.proto</c> that scalars need.</summary>
internal static class EventMessage
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Bytes = 2;
    private const int Fixed32 = 5;

    /// <summary>An event: <c>wall_time = 1</c>, <c>step = 2</c> and one more field.</summary>
    public static byte[] At(DateTimeOffset time, long step, byte[] what)
    {
        using var message = new MemoryStream();
        WriteKey(message, 1, Fixed64);
        Span<byte> seconds = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(seconds, (time - DateTimeOffset.UnixEpoch).TotalSeconds);
        message.Write(seconds);
        WriteKey(message, 2, Varint);
        WriteVarint(message, (ulong)step);
        message.Write(what);
        return message.ToArray();
    }

    /// <summary><c>file_version = 3</c>, in the first event of a file.</summary>
    public static byte[] FileVersion(string version) => Field(3, Encoding.UTF8.GetBytes(version));

    /// <summary><c>session_log = 7</c> with <c>status = 1</c> (START): the event's step is the first one of this session.</summary>
    public static byte[] SessionStart() => Field(7, [(1 << 3) | Varint, 1]);

    /// <summary><c>summary = 5</c> with a <c>value = 1</c> for each scalar: <c>tag = 1, simple_value = 2</c>.</summary>
    public static byte[] Scalars(IEnumerable<(string Tag, double Value)> scalars)
    {
        using var summary = new MemoryStream();
        foreach ((string tag, double value) in scalars)
            summary.Write(Field(1, [.. Field(1, Encoding.UTF8.GetBytes(tag)), .. SimpleValue((float)value)]));
        return Field(5, summary.ToArray());
    }

    private static byte[] SimpleValue(float value)
    {
        byte[] field = new byte[1 + sizeof(float)];
        field[0] = (2 << 3) | Fixed32;
        BinaryPrimitives.WriteSingleLittleEndian(field.AsSpan(1), value);
        return field;
    }

    private static byte[] Field(int number, byte[] content)
    {
        using var field = new MemoryStream();
        WriteKey(field, number, Bytes);
        WriteVarint(field, (ulong)content.Length);
        field.Write(content);
        return field.ToArray();
    }

    private static void WriteKey(MemoryStream stream, int number, int wireType) => WriteVarint(stream, (ulong)((number << 3) | wireType));

    private static void WriteVarint(MemoryStream stream, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            stream.WriteByte((byte)(value | 0x80));
        stream.WriteByte((byte)value);
    }
}
