namespace QuantDsl.Data;

/// <summary>
/// A file that is being downloaded. Its errors are those of the local disk, so they end the download instead of trying another mirror.
/// </summary>
internal sealed class PartialFile(string path)
{
    public string Path => path;

    /// <summary>Number of bytes received so far.</summary>
    public long Length => File.Exists(path) ? new FileInfo(path).Length : 0;

    public void Delete() => Guard(() => File.Delete(path));

    public void MoveTo(string target) => Guard(() => File.Move(path, target, overwrite: true));

    /// <summary>Truncates the file to <paramref name="start"/> bytes and opens it for appending, exclusively.</summary>
    public FileStream Open(long start)
    {
        FileStream? file = null;
        Guard(() =>
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous);
            file.SetLength(start);
            file.Position = start;
        });
        return file!;
    }

    public async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await file.WriteAsync(bytes, cancellation).ConfigureAwait(false);
        }
        catch (IOException cause)
        {
            throw Refused(cause);
        }
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Refused(cause);
        }
    }

    private DatasetException Refused(Exception cause) => DatasetException.At(
        path,
        "a file to write a download to",
        cause.Message,
        "Check free space and permissions, and that no other program is downloading it.",
        cause);
}
