using System.Buffers.Binary;
using static System.FormattableString;

namespace QuantDsl.Data;

/// <summary>Reads the elements of a MATLAB file in order and keeps track of the position.</summary>
/// <param name="stream">The file, or the decompressed content of one of its elements.</param>
/// <param name="path">Path of the file, for messages.</param>
/// <param name="packedAt">Position in the file where the compressed element begins; null if the stream is the file itself.</param>
internal sealed class MatStream(Stream stream, string path, long? packedAt = null)
{
    private const int Alignment = 8;

    /// <summary>Number of bytes read so far.</summary>
    public long Position { get; set; }

    /// <summary>The file and the position in it, for messages.</summary>
    public string Where => packedAt is { } start
        ? Invariant($"{path}, byte {Position} of the compressed element at byte {start}")
        : Invariant($"{path}, byte {Position}");

    /// <summary>Reads as many bytes as the span has.</summary>
    public void Read(Span<byte> bytes, string what)
    {
        int found = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (found < bytes.Length)
        {
            throw DatasetException.At(Where, Invariant($"{bytes.Length} bytes of {what}"), Invariant($"{found}"), DataFile.Replace);
        }

        Position += bytes.Length;
    }

    /// <summary>Reads a tag. The 8 bytes of a tag may include up to 4 bytes of data.</summary>
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

    /// <summary>Reads an element of one of the types that may be there, with at most <paramref name="most"/> bytes.</summary>
    public byte[] ReadElement(int most, string what, params ReadOnlySpan<MatType> types)
    {
        MatTag tag = ReadTag();
        if (!types.Contains(tag.Type) || tag.Length > most)
        {
            throw DatasetException.At(
                Where,
                Invariant($"{what} as at most {most} bytes of type {types[0]}"),
                Invariant($"{tag.Length} of type {tag.Type}"),
                DataFile.Replace);
        }

        byte[] bytes = new byte[tag.Length];
        Read(bytes, what);
        Skip(tag.Padding);
        return bytes;
    }

    /// <summary>Skips the padding after an element.</summary>
    public void Skip(int count)
    {
        Span<byte> padding = stackalloc byte[Alignment];
        Read(padding[..count], "padding");
    }
}
