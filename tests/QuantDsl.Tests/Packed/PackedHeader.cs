using System.Buffers.Binary;
using System.Text;
using QuantDsl.Formats;

namespace QuantDsl.Tests.Packed;

/// <summary>Changes to packed files, with the checksum put right again.</summary>
internal static class PackedHeader
{
    /// <summary>Replaces a text in the header by another.</summary>
    public static byte[] Replace(byte[] file, string text, string by)
    {
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        string header = Encoding.UTF8.GetString(file.AsSpan(sizeof(ulong), length));
        Assert.Contains(text, header, StringComparison.Ordinal);
        byte[] changed = Encoding.UTF8.GetBytes(header.Replace(text, by, StringComparison.Ordinal));
        byte[] result = [.. new byte[sizeof(ulong)], .. changed, .. file.AsSpan(sizeof(ulong) + length)];
        BinaryPrimitives.WriteUInt64LittleEndian(result, (ulong)changed.Length);
        Sign(result);
        return result;
    }

    /// <summary>Writes the right checksum, where the header still has a place for it.</summary>
    public static void Sign(Span<byte> file)
    {
        ReadOnlySpan<byte> key = Encoding.ASCII.GetBytes($"\"{PackedFormat.ChecksumKey}\":\"");
        int place = file.IndexOf(key);
        if (place < 0 || file.Length < place + key.Length + PackedFormat.ChecksumDigits)
            return;
        Span<byte> digits = file.Slice(place + key.Length, PackedFormat.ChecksumDigits);
        PackedFormat.NoDigits.CopyTo(digits);
        var checksum = new Crc32C();
        checksum.Append(file);
        Encoding.ASCII.GetBytes(PackedFormat.Digits(checksum.Value)).CopyTo(digits);
    }
}
