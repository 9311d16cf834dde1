namespace QuantDsl.Files;

/// <summary>Writes a file completely or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes to a temporary beside <paramref name="path"/>, flushes it to disk, renames it over <paramref name="path"/> and flushes the
    /// folder where the system can: after a power cut there is the old file or the new one. If anything fails the temporary is removed and
    /// an existing file stays as it was; temporaries of killed processes are removed too. Several processes may write one target at once:
    /// each file is whole, and the last one stays. A symbolic link is followed; the permissions of an existing file are kept; what is no
    /// regular file, such as <c>/dev/null</c>, is never replaced.
    /// </summary>
    /// <exception cref="IOException">The folder is missing, the path is a folder or a device, or the file system refuses; the message names
    /// the path.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = Path.GetFullPath(path);
        if (Directory.Exists(target))
            throw Refused(target, "it is a folder. Give the path of a file in it.");

        string? refusal = null;
        try
        {
            target = FollowLink(target);
            string folder = Path.GetDirectoryName(target)!;
            refusal = Refusal(target, folder);
            if (refusal is not null)
                throw Refused(target, refusal);

            using var temporary = TemporaryFile.Create(folder);
            if (!OperatingSystem.IsWindows() && File.Exists(target))
                File.SetUnixFileMode(temporary.Stream.SafeFileHandle, File.GetUnixFileMode(target));
            write(temporary.Stream);
            temporary.MoveTo(target);
        }
        catch (Exception error) when (refusal is null && (error is UnauthorizedAccessException or IOException))
        {
            throw Refused(target, $"{error.Message} Check free space and permissions; what was there before is unchanged.", error);
        }
    }

    /// <summary>Throws what <see cref="Write"/> would throw, before hours of work rather than after; leaves the file as it is.</summary>
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

    /// <summary>Makes the folder of a file, and those above it, where they are missing.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void MakeFolder(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is not { } folder)
            return;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            string reason = $"the folder '{folder}' cannot be made: {error.Message} Correct the path, or check its permissions.";
            throw Refused(path, reason, error);
        }
    }

    private static IOException Refused(string target, string reason, Exception? cause = null) =>
        new($"Cannot write '{target}': {reason}", cause);

    /// <summary>
    /// Why nothing can be written there; null where nothing is known against it. A rename asks neither the permissions nor the kind of what
    /// it replaces: a protected file would be lost, and so would a device.
    /// </summary>
    private static string? Refusal(string target, string folder)
    {
        if (!Directory.Exists(folder))
            return $"the folder '{folder}' does not exist. Create it first or correct the path.";
        if (!File.Exists(target))
            return null;
        try
        {
            using var file = new FileStream(target, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            file.SetLength(file.Length); // changes nothing in a file; devices and pipes refuse it
            return null;
        }
        catch (Exception error) when (error is IOException or NotSupportedException)
        {
            return "what is there is no regular file, or another program holds it. Give another path.";
        }
    }

    private static string FollowLink(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }
}
