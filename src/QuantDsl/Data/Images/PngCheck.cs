using System.Buffers.Binary;
using System.IO.Compression;

namespace QuantDsl.Data;

/// <summary>
/// Verifies the checksums of a PNG file, which the decoder does not look at: the CRC of each chunk, and the Adler-32 of the compressed
/// pixels. A changed byte would otherwise be a wrong pixel.
/// </summary>
internal static class PngCheck
{
    private const int FrameBytes = 12; // of a chunk: length, type and CRC
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Remainder((uint)value))];

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Verifies a file; does nothing if it is in another format.</summary>
    /// <exception cref="InvalidDataException">A checksum does not match, or the file ends within a chunk.</exception>
    public static void Verify(byte[] file)
    {
        if (!file.AsSpan().StartsWith(Signature))
            return;
        using var pixels = new MemoryStream();
        for (int start = Signature.Length; start < file.Length;)
        {
            ReadOnlySpan<byte> rest = file.AsSpan(start);
            uint length = rest.Length < FrameBytes ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - FrameBytes)
                throw new InvalidDataException("it ends within a chunk");
            ReadOnlySpan<byte> body = rest.Slice(4, 4 + (int)length);
            if (Crc(body) != BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]))
                throw new InvalidDataException("the checksum of a chunk does not match");
            if (body.StartsWith("IDAT"u8))
                pixels.Write(body[4..]);
            if (body.StartsWith("IEND"u8))
                break; // what follows is not the image's
            start += FrameBytes + (int)length;
        }
        pixels.Position = 0;
        using ZLibStream unpacked = new(pixels, CompressionMode.Decompress);
        unpacked.CopyTo(Stream.Null); // throws if the checksum behind the pixels does not match
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
            crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint Remainder(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
            value = (value & 1) == 0 ? value >> 1 : 0xEDB88320 ^ (value >> 1);
        return value;
    }
}
