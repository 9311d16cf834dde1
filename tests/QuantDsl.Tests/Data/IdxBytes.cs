using System.Buffers.Binary;
using System.IO.Compression;

namespace QuantDsl.Tests.Data;

/// <summary>Writes IDX files for the tests.</summary>
internal static class IdxBytes
{
    /// <summary>An IDX file of unsigned bytes.</summary>
    public static byte[] Of(int[] shape, byte[] values) => [.. Header([.. shape.Select(length => (uint)length)]), .. values];

    public static byte[] Header(uint[] shape, byte type = 8)
    {
        byte[] header = new byte[4 + (4 * shape.Length)];
        header[2] = type;
        header[3] = (byte)shape.Length;
        for (int axis = 0; axis < shape.Length; axis++)
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4 + (4 * axis)), shape[axis]);
        return header;
    }

    /// <summary>Images whose pixels count up: 0, 1, 2, … modulo 256.</summary>
    public static byte[] Images(int count, int height, int width) =>
        Of([count, height, width], [.. Enumerable.Range(0, count * height * width).Select(i => (byte)i)]);

    /// <summary>Labels 0, 1, 2, … modulo <paramref name="classes"/>.</summary>
    public static byte[] Labels(int count, int classes) => Of([count], [.. Enumerable.Range(0, count).Select(i => (byte)(i % classes))]);

    public static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
