using System.Buffers.Binary;
using static System.FormattableString;

namespace QuantDsl.Data;

/// <summary>Reads the parts of a MATLAB file in order, and knows where it is.</summary>
/// <param name="stream">The file, or what is unpacked from an element of it.</param>
/// <param name="path">The file, for messages.</param>
/// <param name="packedAt">Where in the file the packed element begins; null: nothing is packed.</param>
internal sealed class MatStream(Stream stream, string path, long? packedAt = null)
{
    private const int Alignment = 8;

    /// <summary>Bytes read so far.</summary>
    public long Position { get; set; }

    /// <summary>The file and the position in it, for messages.</summary>
    public string Where => packedAt is { } start
        ? Invariant($"{path}, byte {Position} of what is packed at byte {start}")
        : Invariant($"{path}, byte {Position}");

    /// <summary>Fills a span.</summary>
    public void Read(Span<byte> bytes, string what)
    {
        int found = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (found < bytes.Length)
        {
            throw DatasetException.At(Where, Invariant($"{bytes.Length} bytes of {what}"), Invariant($"{found}"), DataFile.Replace);
        }

        Position += bytes.Length;
    }

    /// <summary>Reads a tag. Data of up to 4 bytes may stand within the 8 bytes of their tag.</summary>
    public MatTag ReadTag()
    {
        Span<byte> tag = stackalloc byte[4];
        Read(tag, "a tag");
        uint type = BinaryPrimitives.ReadUInt32LittleEndian(tag);
        if (type >> 16 is var small && small > 4)
            throw DatasetException.At(Where, "a tag with at most 4 bytes of data in it", Invariant($"{small}"), DataFile.Replace);
        if (small > 0)
            return new MatTag((MatType)(type & 0xFFFF), small, 4 - (int)small);

        Read(tag, "a tag");
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(tag);
        int padding = (MatType)type == MatType.Compressed ? 0 : (int)((Alignment - (length % Alignment)) % Alignment);
        return new MatTag((MatType)type, length, padding);
    }

    /// <summary>Reads the few bytes of an element of a known type.</summary>
    public byte[] ReadElement(MatType type, int most, string what)
    {
        MatTag tag = ReadTag();
        if (tag.Type != type || tag.Length > most)
        {
            throw DatasetException.At(
                Where,
                Invariant($"{what} as at most {most} bytes of type {type}"),
                Invariant($"{tag.Length} of type {tag.Type}"),
                DataFile.Replace);
        }

        var bytes = new byte[tag.Length];
        Read(bytes, what);
        Skip(tag.Padding);
        return bytes;
    }

    /// <summary>Leaves out the padding behind an element.</summary>
    public void Skip(int count)
    {
        Span<byte> padding = stackalloc byte[Alignment];
        Read(padding[..count], "padding");
    }
}
