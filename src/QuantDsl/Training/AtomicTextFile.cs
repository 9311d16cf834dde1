using System.Text;

namespace QuantDsl.Runtime;

/// <summary>Text files that are replaced in one move, so that no reader and no crash meets half of one.</summary>
internal static class AtomicTextFile
{
    public static void Write(string path, string text)
    {
        string temporary = WriteBeside(path, text);
        try
        {
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Throws what <see cref="Write"/> would throw, before hours of training rather than after.</summary>
    public static void CheckWritable(string path)
    {
        if (Directory.Exists(path)) throw new IOException($"Cannot write the file '{path}': it is a directory.");
        File.Delete(WriteBeside(path, ""));
    }

    private static string WriteBeside(string path, string text)
    {
        string target = Path.GetFullPath(path);
        string directory = Path.GetDirectoryName(target)
            ?? throw new IOException($"Cannot write the file '{path}': it is a root directory.");
        Directory.CreateDirectory(directory);
        string temporary = Path.Combine(directory, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write);
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        return temporary;
    }
}
