namespace QuantDsl.Files;

/// <summary>
/// A right to write a file that one run at a time has, in this process or in another. It is a file beside it, <c>NAME.lock</c>, which the
/// system gives back when the process ends, however it ends.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes the right; null if somebody has it.</summary>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written to.</exception>
    public static FileLock? TryTake(string path)
    {
        try
        {
            return new FileLock(new FileStream(
                path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
