using System.Formats.Tar;
using System.IO.Compression;

namespace QuantDsl.Tests.Data;

/// <summary>Writes small files in the form of CIFAR's binary version.</summary>
internal static class CifarBytes
{
    public const int Pixels = 3072;

    /// <summary>A record: labels, then pixels that tell the image apart.</summary>
    public static byte[] Record(byte[] labels, int number) => [.. labels, .. Enumerable.Range(0, Pixels).Select(i => Pixel(number, i))];

    public static byte Pixel(int number, int place) => (byte)((number * 31) + (place / 1024 * 7) + (place % 251));

    /// <summary>CIFAR-10: five files of two images each, and three to test; image n has label n % 10.</summary>
    public static Dictionary<string, byte[]> Ten()
    {
        var files = new Dictionary<string, byte[]>();
        for (int file = 0; file < 5; file++)
            files[$"data_batch_{file + 1}.bin"] = [.. Enumerable.Range(2 * file, 2).SelectMany(n => Record([(byte)(n % 10)], n))];
        files["test_batch.bin"] = [.. Enumerable.Range(10, 3).SelectMany(n => Record([(byte)(n % 10)], n))];
        files["batches.meta.txt"] = "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n"u8.ToArray();
        return files;
    }

    /// <summary>CIFAR-100: image n has the coarse label n % 20 and the fine label n % 100.</summary>
    public static Dictionary<string, byte[]> Hundred() => new()
    {
        ["train.bin"] = [.. Enumerable.Range(40, 4).SelectMany(n => Record([(byte)(n % 20), (byte)(n % 100)], n))],
        ["test.bin"] = [.. Enumerable.Range(98, 3).SelectMany(n => Record([(byte)(n % 20), (byte)(n % 100)], n))],
    };

    /// <summary>An archive of files, in an order that is not theirs, below a folder.</summary>
    public static byte[] Archive(string folder, Dictionary<string, byte[]> files)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        using (TarWriter tar = new(gzip, TarEntryFormat.Ustar))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.Directory, folder));
            foreach ((string name, byte[] bytes) in files.Reverse())
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{folder}/{name}") { DataStream = new MemoryStream(bytes) });
        }

        return packed.ToArray();
    }
}
