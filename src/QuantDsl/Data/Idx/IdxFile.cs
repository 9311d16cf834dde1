using System.Buffers.Binary;
using System.IO.Compression;
using static System.FormattableString;

namespace QuantDsl.Data;

/// <summary>
/// Reads IDX files of unsigned bytes, plain or gzipped, the format of MNIST and its successors: two zero bytes, the type (8: unsigned
/// byte), the number of axes, the length of every axis as a big-endian 32-bit integer, then the values.
/// </summary>
internal static class IdxFile
{
    private const byte UnsignedByte = 8;

    // Memory is allocated as data arrives, so a header alone cannot claim more than this.
    private const int FirstReservation = 1 << 20;

    // A deflate stream never expands by more than 1032 to 1.
    private const long MaxGzipExpansion = 1032;

    /// <summary>Reads images: [count, height, width].</summary>
    public static IdxArray ReadImages(string path) => Read(path, axes: 3, "images");

    /// <summary>Reads labels: [count].</summary>
    public static IdxArray ReadLabels(string path) => Read(path, axes: 1, "labels");

    private static IdxArray Read(string path, int axes, string what) => DataFile.Read(path, $"an IDX file of {what}", file =>
    {
        if (!IsGzip(file))
            return ReadArray(file, path, axes, what, mostBytes: file.Length);

        using GZipStream unpacked = new(file, CompressionMode.Decompress, leaveOpen: true);
        IdxArray array = ReadArray(unpacked, path, axes, what, mostBytes: file.Length * MaxGzipExpansion);
        CheckGzipEnd(file, path, unpackedBytes: 4 + (4 * axes) + array.Values.LongLength);
        return array;
    });

    private static bool IsGzip(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        int found = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return found == 2 && magic is [0x1F, 0x8B];
    }

    /// <summary>
    /// Checks the length at the end of the file: GZipStream does not notice a file truncated within the last bytes, which hold checksum and
    /// length (RFC 1952).
    /// </summary>
    private static void CheckGzipEnd(FileStream file, string path, long unpackedBytes)
    {
        Span<byte> end = stackalloc byte[sizeof(uint)];
        file.Seek(-end.Length, SeekOrigin.End);
        file.ReadExactly(end);
        uint announced = BinaryPrimitives.ReadUInt32LittleEndian(end);
        if (announced != unpackedBytes)
        {
            throw DatasetException.At(
                path,
                Invariant($"a gzip file that ends with the length of its content, {unpackedBytes:N0}"),
                Invariant($"{announced:N0}"),
                DataFile.Replace);
        }
    }

    private static IdxArray ReadArray(Stream stream, string path, int axes, string what, long mostBytes)
    {
        int[] shape = ReadHeader(stream, path, axes, what);
        int size = CheckedSize(shape, path, what, mostBytes);

        byte[] values = new byte[Math.Min(size, FirstReservation)];
        int filled = 0;
        while (true)
        {
            filled += stream.ReadAtLeast(values.AsSpan(filled), values.Length - filled, throwOnEndOfStream: false);
            if (filled < values.Length)
            {
                throw DatasetException.At(
                    path, Invariant($"{size:N0} bytes of {what} after the header"), Invariant($"{filled:N0}"), DataFile.Replace);
            }

            if (filled == size)
                break;
            Array.Resize(ref values, (int)Math.Min(size, 2L * filled));
        }

        if (stream.ReadByte() != -1)
        {
            throw DatasetException.At(
                path,
                Invariant($"the file to end after the {size:N0} bytes of {what} that its header announces"),
                "more bytes",
                DataFile.Replace);
        }

        return new IdxArray(shape, values);
    }

    private static int[] ReadHeader(Stream stream, string path, int axes, string what)
    {
        Span<byte> header = stackalloc byte[4 + (4 * axes)];
        int found = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (found == 0)
            throw DatasetException.At(path, $"an IDX file of {what}", "an empty file", DataFile.Replace);
        if (found >= 4)
            CheckMagic(header[..4], path, axes, what);
        if (found < header.Length)
            throw DatasetException.At(path, $"an IDX header of {header.Length} bytes", $"a file of {found} bytes", DataFile.Replace);

        int[] shape = new int[axes];
        for (int axis = 0; axis < axes; axis++)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(header[(4 + (4 * axis))..]);
            if (length is 0 or > int.MaxValue)
            {
                throw DatasetException.At(
                    path,
                    Invariant($"axis {axis} of the {what} to be between 1 and {int.MaxValue:N0} long"),
                    Invariant($"{length:N0}"),
                    DataFile.Replace);
            }

            shape[axis] = (int)length;
        }

        return shape;
    }

    private static void CheckMagic(ReadOnlySpan<byte> magic, string path, int axes, string what)
    {
        if (magic[0] == 0 && magic[1] == 0 && magic[2] == UnsignedByte && magic[3] == axes)
            return;

        string expected = $"the magic number 0000080{axes} of {what}";
        if (magic[0] != 0 || magic[1] != 0)
        {
            throw DatasetException.At(
                path,
                expected,
                Convert.ToHexString(magic),
                "This is not an IDX file: check the path, and unpack the archive if it is one.");
        }

        if (magic[2] != UnsignedByte)
        {
            throw DatasetException.At(
                path,
                expected,
                $"{Convert.ToHexString(magic)}, type 0x{magic[2]:X2}",
                "Only unsigned bytes (type 0x08) are supported: convert the file.");
        }

        throw DatasetException.At(
            path,
            expected,
            $"{Convert.ToHexString(magic)}, {magic[3]} {(magic[3] == 1 ? "axis" : "axes")} instead of {axes}",
            "Images have 3 axes and labels 1: check that the two files are not swapped.");
    }

    /// <summary>The number of bytes announced by the header, after checking that both the file and an array can hold that many.</summary>
    private static int CheckedSize(int[] shape, string path, string what, long mostBytes)
    {
        UInt128 size = 1;
        foreach (int length in shape)
            size *= (UInt128)length;

        string announced = $"{string.Join(" × ", shape.Select(length => Invariant($"{length:N0}")))} bytes of {what}";
        if (size > (UInt128)mostBytes)
        {
            throw DatasetException.At(
                path,
                $"{announced}, as its header announces",
                Invariant($"a file that can hold at most {mostBytes:N0} bytes"),
                DataFile.Replace);
        }

        if (size > (UInt128)Array.MaxLength)
            throw DatasetException.At(path, Invariant($"at most {Array.MaxLength:N0} bytes of {what}"), announced, "Split the file.");
        return (int)size;
    }
}
