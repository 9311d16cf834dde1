namespace QuantDsl.Data;

/// <summary>Finds and reads the files of CIFAR, in a folder or in the published archive.</summary>
internal sealed class CifarFiles
{
    private readonly CifarFormat _format;
    private readonly Dictionary<string, LabelledPixels> _images = [];

    private CifarFiles(CifarFormat format) => _format = format;

    /// <summary>The names of the classes; null if their file is missing.</summary>
    public string[]? ClassNames { get; private set; }

    /// <summary>The training images.</summary>
    public LabelledPixels Train
    {
        get
        {
            var all = new LabelledPixels(new PixelBlocks(CifarFormat.PixelBytes), []);
            foreach (string name in _format.Train)
                all.Add(_images[name]);
            return all;
        }
    }

    /// <summary>The test images.</summary>
    public LabelledPixels Test => _images[_format.Test];

    /// <summary>Reads from the archive, or from a folder that contains the files, the published subfolder or the archive.</summary>
    public static CifarFiles Read(string path, CifarFormat format)
    {
        var files = new CifarFiles(format);
        if (File.Exists(path))
            files.ReadArchive(path);
        else if (!Directory.Exists(path))
            throw NotThere(path, format);
        else if (Folder(path, format) is { } folder)
            files.ReadFolder(folder);
        else if (File.Exists(Path.Combine(path, format.Archive)))
            files.ReadArchive(Path.Combine(path, format.Archive));
        else
            throw files.Missing(path, format.Train[0]);
        return files;
    }

    private static string? Folder(string path, CifarFormat format)
    {
        string[] places = [path, Path.Combine(path, format.Folder)];
        return Array.Find(places, place => format.Files.Any(name => File.Exists(Path.Combine(place, name))));
    }

    private void ReadFolder(string folder)
    {
        foreach (string name in _format.Files)
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path))
                DataFile.Read(path, $"a file of {_format.Name}", file => Take(name, file, file.Length, path));
        }

        CheckComplete(folder);
    }

    private void ReadArchive(string path)
    {
        DataFile.Read(path, $"the archive {_format.Archive}", file =>
        {
            using Stream unpacked = CifarArchive.Open(file, path, _format);
            foreach ((string name, string entry, byte[] content) in CifarArchive.Read(unpacked, path, _format))
                Take(name, new MemoryStream(content), content.Length, $"{path}, {entry}");
            unpacked.CopyTo(Stream.Null); // so that the checksum at the end of the stream is verified
            return true;
        });
        CheckComplete(path);
    }

    private bool Take(string name, Stream stream, long length, string where)
    {
        if (name == _format.ClassNames)
            ClassNames = ReadNames(stream, where);
        else
            _images[name] = CifarRecords.Read(stream, length, where, _format);
        return true;
    }

    private string[] ReadNames(Stream stream, string where)
    {
        using StreamReader reader = new(stream, leaveOpen: true);
        string[] names = reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length == _format.Classes
            ? names
            : throw DatasetException.At(where, $"{_format.Classes} class names", $"{names.Length}", DataFile.Replace);
    }

    private void CheckComplete(string where)
    {
        string? missing = _format.Train.Append(_format.Test).FirstOrDefault(name => !_images.ContainsKey(name));
        if (missing is not null)
            throw Missing(where, missing);
    }

    private static DatasetException NotThere(string path, CifarFormat format) => DatasetException.At(
        path, $"a folder with the files of {format.Name}, or the archive {format.Archive}", "no such file or folder", "Check the path.");

    private DatasetException Missing(string where, string name) => DatasetException.At(
        where,
        $"the file {name} of {_format.Name}",
        "no such file",
        $"Give the folder of the binary version's files ({string.Join(", ", _format.Train)}, {_format.Test}), or {_format.Archive}.");
}
