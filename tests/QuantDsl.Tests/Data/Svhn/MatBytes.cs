using System.IO.Compression;
using System.Text;

namespace QuantDsl.Tests.Data;

/// <summary>Writes MATLAB 5 files for the tests.</summary>
internal static class MatBytes
{
    public const int Int8 = 1, UInt8 = 2, Int32 = 5, UInt32 = 6, Double = 9, Int64 = 12, Matrix = 14, Compressed = 15, Utf8 = 16;

    public static byte[] Header(string text = "MATLAB 5.0 MAT-file, written by a test", byte high = 1, string endian = "IM") =>
        [.. Encoding.ASCII.GetBytes(text.PadRight(116)), .. new byte[8], 0, high, .. Encoding.ASCII.GetBytes(endian)];

    /// <summary>A file of arrays, packed or not.</summary>
    public static byte[] File(bool packed, params byte[][] arrays) =>
        [.. Header(), .. arrays.SelectMany(array => packed ? Pack(array) : array)];

    /// <summary>An element with its tag, padded to 8 bytes; up to 4 bytes stand within the tag.</summary>
    public static byte[] Element(int type, byte[] data)
    {
        if (data.Length is > 0 and <= 4)
            return [(byte)type, 0, (byte)data.Length, 0, .. data, .. new byte[4 - data.Length]];
        return [.. BitConverter.GetBytes(type), .. BitConverter.GetBytes(data.Length), .. data, .. new byte[(8 - (data.Length % 8)) % 8]];
    }

    public static byte[] Array(string name, int[] shape, int type, byte[] data, int nameType = Int8)
    {
        byte[] content =
        [
            .. Element(UInt32, [9, 0, 0, 0, 0, 0, 0, 0]),
            .. Element(Int32, [.. shape.SelectMany(BitConverter.GetBytes)]),
            .. Element(nameType, Encoding.ASCII.GetBytes(name)),
            .. Element(type, data),
        ];
        return [.. BitConverter.GetBytes(Matrix), .. BitConverter.GetBytes(content.Length), .. content];
    }

    public static byte[] Pack(byte[] array)
    {
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(array);
        return [.. BitConverter.GetBytes(Compressed), .. BitConverter.GetBytes((int)packed.Length), .. packed.ToArray()];
    }

    /// <summary>The pixel of an image at a row, column and channel.</summary>
    public static byte Pixel(int image, int channel, int row, int column) =>
        (byte)((image * 50) + (channel * 91) + (row * 3) + (column * 5));

    /// <summary>Images of 32×32×3×N, the row fastest, as MATLAB stores them.</summary>
    public static byte[] Images(int first, int count) =>
        Array("X", count == 1 ? [32, 32, 3] : [32, 32, 3, count], UInt8, [..
            from image in Enumerable.Range(first, count)
            from channel in Enumerable.Range(0, 3)
            from column in Enumerable.Range(0, 32)
            from row in Enumerable.Range(0, 32)
            select Pixel(image, channel, row, column)]);

    public static byte[] Labels(params byte[] labels) => Array("y", [labels.Length, 1], UInt8, labels);
}
