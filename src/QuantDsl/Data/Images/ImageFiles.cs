namespace QuantDsl.Data;

/// <summary>
/// Finds the files of a folder. What programs and systems put beside a user's files, such as <c>.ipynb_checkpoints</c>, is passed over.
/// </summary>
internal static class ImageFiles
{
    /// <summary>Folders that systems make, beside those whose names begin with a dot.</summary>
    private static readonly HashSet<string> OfSystems = new(StringComparer.OrdinalIgnoreCase)
    {
        "__MACOSX", "__pycache__", "@eaDir", "#recycle", "$RECYCLE.BIN", "System Volume Information", "lost+found",
    };

    /// <summary>Names of the subfolders.</summary>
    /// <exception cref="DatasetException">A name cannot be read.</exception>
    public static IEnumerable<string> Folders(string folder) =>
        Names(folder, Directory.EnumerateDirectories(folder)).Where(name => !OfSystems.Contains(name));

    /// <summary>Paths of the files in a folder and in those within it, however deep, relative to the folder.</summary>
    /// <exception cref="DatasetException">A name cannot be read.</exception>
    public static List<string> All(string folder)
    {
        var files = new List<string>();
        Add(folder, "", [], files);
        return files;
    }

    private static void Add(string folder, string relative, List<string> outer, List<string> files)
    {
        string real = new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(folder);
        if (outer.Contains(real))
            return; // a link that leads back to where it was found
        foreach (string name in Names(folder, Directory.EnumerateFiles(folder)))
            files.Add(Path.Combine(relative, name));
        foreach (string name in Folders(folder))
            Add(Path.Combine(real, name), Path.Combine(relative, name), [.. outer, real], files);
    }

    private static IEnumerable<string> Names(string folder, IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            string name = Path.GetFileName(path);
            if (name.StartsWith('.'))
                continue;
            // Bytes that are not UTF-8 come as U+FFFD, and no file is found under such a name.
            if (name.Contains('\uFFFD') && !Path.Exists(path))
            {
                throw DatasetException.At(
                    folder, "names in UTF-8", $"'{name}', whose bytes are not", "Rename it, for example with convmv -f latin1 -t utf8.");
            }
            yield return name;
        }
    }
}
