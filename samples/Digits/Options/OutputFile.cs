namespace Digits.Options;

/// <summary>Files that are written at the end; whether that will succeed is asked at the start.</summary>
internal static class OutputFile
{
    /// <summary>Why a file cannot be written, or null if it can. An existing file is left as it is.</summary>
    public static string? Obstacle(string path)
    {
        string target = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(target) ?? target;
        if (Directory.Exists(target))
            return "it is a folder";
        if (!Directory.Exists(folder))
            return $"the folder '{folder}' does not exist";
        if (File.Exists(target) && !Succeeds(() => CheckExisting(target)))
            return "what is there is no regular file, or may not be changed";

        // An existing file, too, is replaced by one written beside it.
        return Succeeds(() => CheckFolder(folder)) ? null : $"no file can be made in the folder '{folder}'";
    }

    private static void CheckExisting(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.SetLength(file.Length); // changes nothing in a file; devices refuse it
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
