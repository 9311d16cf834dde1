namespace QuantDsl.Data;

/// <summary>Opens files; every failure names the file and what was expected in it.</summary>
internal static class DataFile
{
    /// <summary>Advice for a damaged file.</summary>
    public const string Replace = "The file is damaged or incomplete: fetch it again.";

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="what">What the file should be, with an article.</param>
    /// <param name="read">Reads the open file.</param>
    /// <exception cref="DatasetException">The file is missing, unreadable or damaged.</exception>
    public static T Read<T>(string path, string what, Func<FileStream, T> read)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            return read(file);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw DatasetException.At(path, what, "no such file", "Check the path, or fetch the file.", cause);
        }
        catch (Exception cause) when (cause is InvalidDataException or EndOfStreamException)
        {
            throw DatasetException.At(path, $"{what}, intact", $"damage ({cause.Message})", Replace, cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw DatasetException.At(path, $"{what} that can be read", cause.Message, "Check the path and its permissions.", cause);
        }
    }
}
