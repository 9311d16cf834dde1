namespace QuantDsl.Training;

/// <summary>The files that the options of a run name: no two may be the same.</summary>
internal static class RunPaths
{
    /// <summary>Refuses options of which one would overwrite the file of another.</summary>
    /// <exception cref="ArgumentException">Two paths mean the same place.</exception>
    public static void Check(FitOptions options)
    {
        (string Option, string? Path)[] paths =
        [
            (nameof(FitOptions.CheckpointPath), options.CheckpointPath),
            (nameof(FitOptions.ReportPath), options.ReportPath),
            (nameof(FitOptions.TensorBoardPath), options.TensorBoardPath),
        ];
        for (int first = 0; first < paths.Length; first++)
        {
            for (int second = first + 1; second < paths.Length; second++)
            {
                if (paths[first].Path is { } one && paths[second].Path is { } other && IsSame(one, other))
                {
                    throw new ArgumentException(
                        $"FitOptions.{paths[first].Option} and FitOptions.{paths[second].Option} are both '{one}', and one would overwrite "
                        + "the other. Give each a path of its own.",
                        nameof(options));
                }
            }
        }
    }

    /// <summary>
    /// Whether two paths mean one file, through symbolic links or on a file system that does not tell small letters from capitals.
    /// </summary>
    private static bool IsSame(string one, string other) => string.Equals(
        Target(one), Target(other), OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private static string Target(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        try
        {
            string folder = Path.GetDirectoryName(full) ?? full;
            folder = Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder;
            full = Path.Combine(folder, Path.GetFileName(full));
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return full; // nothing is there yet, or nothing that may be looked at
        }
    }
}
