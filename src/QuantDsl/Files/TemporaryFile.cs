namespace QuantDsl.Files;

/// <summary>
/// A file on its way to its place, beside it. Whoever writes one holds a lock on it, which the system gives back when the process ends,
/// however it ends. So the next one to write in the folder can tell what a killed process left from what another process is writing, and
/// removes it.
/// </summary>
internal sealed class TemporaryFile : IDisposable
{
    private const string Prefix = ".quantdsl-";
    private const string Suffix = ".tmp";

    /// <summary>
    /// Nothing is removed that was written to more recently: between making a file and locking it, and on Windows between closing and
    /// renaming it, a process holds no lock for a moment.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    private readonly string _path;

    private TemporaryFile(string path, FileStream stream) => (_path, Stream) = (path, stream);

    /// <summary>What is written.</summary>
    public FileStream Stream { get; }

    /// <summary>Makes an empty one, after removing those that were abandoned.</summary>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static TemporaryFile Create(string folder)
    {
        string path = Path.Combine(folder, $"{Prefix}{Guid.NewGuid():N}{Suffix}");
        // Reading is asked for because some network file systems lock only what can be read; others may rename it, not open it.
        var file = new TemporaryFile(path, new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete));
        if (IsLocked(path))
            RemoveAbandoned(folder);
        return file;
    }

    /// <summary>Writes it to disk, and makes it the file of a name, in place of one that is there.</summary>
    public void MoveTo(string target)
    {
        Stream.Flush(flushToDisk: true);
        if (OperatingSystem.IsWindows())
            Stream.Dispose(); // or a reader of the target could not open it for a moment
        File.Move(_path, target, overwrite: true);
        FolderSync.TryFlush(Path.GetDirectoryName(target)!);
    }

    /// <summary>Closes it, and removes it unless it was moved.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        Remove(_path);
    }

    private static void RemoveAbandoned(string folder)
    {
        try
        {
            foreach (string path in Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}"))
            {
                if (IsOurs(Path.GetFileName(path)) && DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > Grace && !IsLocked(path))
                    Remove(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder that can be written to, but not listed.
        }
    }

    private static bool IsOurs(string name) =>
        name.Length > Prefix.Length + Suffix.Length && Guid.TryParseExact(name[Prefix.Length..^Suffix.Length], "N", out _);

    /// <summary>
    /// Whether somebody holds it. Where files cannot be locked nothing is locked, not even one's own file, and nothing is removed.
    /// </summary>
    private static bool IsLocked(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true; // or gone, or another user's
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path); // nothing, if it is not there
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Somebody else's, or a failure that is on its way to the caller matters more.
        }
    }
}
