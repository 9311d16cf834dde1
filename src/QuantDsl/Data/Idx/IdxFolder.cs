namespace QuantDsl.Data;

/// <summary>Finds the four files of MNIST or of a data set in its format in a folder, under their usual names.</summary>
internal sealed record IdxFolder(string TrainImages, string TrainLabels, string TestImages, string TestLabels)
{
    private static readonly string[] Separators = ["-", "."];
    private static readonly string[] Extensions = ["", ".gz"];

    /// <summary>Finds the files; an unpacked file takes precedence over a gzipped one.</summary>
    public static IdxFolder Find(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw DatasetException.At(
                folder, "a folder with the files of MNIST or of a data set in its format", "no such folder", "Check the path.");
        }

        return new IdxFolder(
            Find(folder, "train-images", "idx3-ubyte"),
            Find(folder, "train-labels", "idx1-ubyte"),
            Find(folder, "t10k-images", "idx3-ubyte"),
            Find(folder, "t10k-labels", "idx1-ubyte"));
    }

    private static string Find(string folder, string name, string format)
    {
        foreach (string extension in Extensions)
        {
            foreach (string separator in Separators)
            {
                string path = Path.Combine(folder, name + separator + format + extension);
                if (File.Exists(path))
                    return path;
            }
        }

        throw DatasetException.At(
            folder,
            $"the file {name}-{format} (or {name}.{format}, either also with .gz)",
            Listing(folder),
            "Put all four files of the data set into this folder, or name them one by one with Dataset.FromIdx.");
    }

    private static string Listing(string folder)
    {
        const int most = 8;
        try
        {
            IEnumerable<string> entries = new DirectoryInfo(folder).EnumerateFileSystemInfos().Select(entry => entry.Name);
            string[] names = [.. entries.Order(StringComparer.Ordinal)];
            return names.Length switch
            {
                0 => "an empty folder",
                <= most => string.Join(", ", names),
                _ => $"{string.Join(", ", names[..most])} and {names.Length - most} more",
            };
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return $"a folder that cannot be listed ({cause.Message})";
        }
    }
}
