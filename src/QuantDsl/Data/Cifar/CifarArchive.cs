using System.Formats.Tar;
using System.IO.Compression;

namespace QuantDsl.Data;

/// <summary>Finds the files of CIFAR in an archive, compressed or not.</summary>
internal static class CifarArchive
{
    private const int MagicAt = 257;
    private const int HeaderBytes = 512;

    /// <summary>The archive without its compression.</summary>
    /// <exception cref="DatasetException">It is neither compressed by gzip nor a tar archive.</exception>
    public static Stream Open(FileStream file, string path, CifarFormat format)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        int found = file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
        file.Position = 0;
        if (header[..found].StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        if (found == HeaderBytes && header[MagicAt..].StartsWith("ustar"u8))
            return file;
        throw DatasetException.At(
            path,
            $"the archive {format.Archive}, or the same unpacked to .tar",
            found == 0 ? "an empty file" : "another kind of file",
            "Fetch it again, or unpack it and give the folder.");
    }

    /// <summary>
    /// The files of the data set, once each. Those in the published folder, or else in the one that is least deep, are taken: an archive
    /// may hold copies.
    /// </summary>
    /// <exception cref="DatasetException">Two folders of the same depth hold a file.</exception>
    public static IEnumerable<(string Name, string Entry, byte[] Content)> Read(Stream unpacked, string path, CifarFormat format)
    {
        var found = new List<(string Folder, string Name, string Entry, byte[] Content)>();
        using TarReader archive = new(unpacked, leaveOpen: true);
        while (archive.GetNextEntry() is { } entry)
        {
            string[] place = [.. entry.Name.Split('/').Where(part => part is not ("" or "."))];
            if (place.Length > 0 && entry.DataStream is { } data && format.Files.Contains(place[^1]))
                found.Add((string.Join('/', place[..^1]), place[^1], entry.Name, Content(data)));
        }

        string[] folders = [.. found.Select(file => file.Folder).Distinct().OrderBy(Rank)];
        string folder = folders.FirstOrDefault("");
        if (folders.Length > 1 && Rank(folders[1]) == Rank(folder))
        {
            throw DatasetException.At(
                path, $"the files of {format.Name} in one folder", $"them in {folder} and in {folders[1]}", "Remove the copies.");
        }
        return found.Where(file => file.Folder == folder).GroupBy(file => file.Name)
            .Select(files => files.Last()) // a later entry replaces an earlier one, as tar does
            .Select(file => (file.Name, file.Entry, file.Content));

        int Rank(string other) => other == format.Folder ? -1 : other.Length == 0 ? 0 : 1 + other.Count(letter => letter == '/');
    }

    private static byte[] Content(Stream data)
    {
        using var content = new MemoryStream();
        data.CopyTo(content);
        return content.ToArray();
    }
}
