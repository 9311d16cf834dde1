namespace QuantDsl.Files;

/// <summary>Writes a file completely or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes to a temporary beside <paramref name="path"/>, flushes it to disk and renames it over <paramref name="path"/>. If anything
    /// fails the temporary is removed and an existing file stays as it was. A symbolic link is followed; the permissions of an existing
    /// file are kept; what is no regular file, such as <c>/dev/null</c>, is never replaced.
    /// </summary>
    /// <exception cref="IOException">The folder is missing, the path is a folder or a device, or the file system refuses; the message names the path.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = Path.GetFullPath(path);
        if (Directory.Exists(target))
            throw Refused(target, "it is a folder. Give the path of a file in it.");

        string temporary = "";
        try
        {
            target = FollowLink(target);
            string folder = Path.GetDirectoryName(target)!;
            if (!Directory.Exists(folder))
                throw Refused(target, $"the folder '{folder}' does not exist. Create it first or correct the path.");

            if (File.Exists(target))
                RequireWritableFile(target);
            temporary = Path.Combine(folder, $".quantdsl-{Guid.NewGuid():N}.tmp");
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                if (!OperatingSystem.IsWindows() && File.Exists(target))
                    File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(target));
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException and not RefusedException)
        {
            throw Refused(target, $"{error.Message} Check free space and permissions; what was there before is unchanged.", error);
        }
        finally
        {
            Remove(temporary);
        }
    }

    /// <summary>Throws what <see cref="Write"/> would throw, before hours of work rather than after; changes nothing.</summary>
    public static void CheckWritable(string path)
    {
        try
        {
            Write(path, _ => throw new OperationCanceledException());
        }
        catch (OperationCanceledException)
        {
            // All that can be refused before writing was not.
        }
    }

    private static RefusedException Refused(string target, string reason, Exception? cause = null) => new($"Cannot write '{target}': {reason}", cause);

    /// <summary>
    /// A rename asks neither the permissions nor the kind of what it replaces: a protected file would be lost, and so would a device.
    /// </summary>
    private static void RequireWritableFile(string target)
    {
        try
        {
            using var file = new FileStream(target, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            file.SetLength(file.Length); // changes nothing in a file; devices and pipes refuse it
        }
        catch (Exception error) when (error is IOException or NotSupportedException)
        {
            throw Refused(target, "what is there is no regular file, or another program holds it. Give another path.", error);
        }
    }

    private static string FollowLink(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    /// <summary>Removes what a failure left; after the rename there is nothing.</summary>
    private static void Remove(string temporary)
    {
        try
        {
            if (File.Exists(temporary))
                File.Delete(temporary);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The failure that is on its way to the caller matters more.
        }
    }

    private sealed class RefusedException(string message, Exception? cause) : IOException(message, cause);
}
