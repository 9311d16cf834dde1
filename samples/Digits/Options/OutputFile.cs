namespace Digits.Options;

/// <summary>Checks at the start whether the files can be written that are written at the end.</summary>
internal static class OutputFile
{
    /// <summary>Returns why a file cannot be written, or null if it can. An existing file is not changed.</summary>
    public static string? Obstacle(string path)
    {
        string target = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(target) ?? target;
        if (Directory.Exists(target))
            return "it is a folder";
        if (!Directory.Exists(folder))
            return $"the folder '{folder}' does not exist";
        if (File.Exists(target) && !Succeeds(() => CheckExisting(target)))
            return "it exists, but is not a regular file or is read-only";

        // A file is written under a temporary name in the same folder and then renamed.
        return Succeeds(() => CheckFolder(folder)) ? null : $"no file can be created in the folder '{folder}'";
    }

    private static void CheckExisting(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.SetLength(file.Length); // does not change a file, and fails for devices
    }

    private static void CheckFolder(string folder)
    {
        using FileStream file = File.Create(Path.Combine(folder, $".digits-{Guid.NewGuid():N}.tmp"), 1, FileOptions.DeleteOnClose);
    }

    private static bool Succeeds(Action attempt)
    {
        try
        {
            attempt();
            return true;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }
}
