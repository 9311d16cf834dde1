namespace Digits.Options;

/// <summary>Checks the folder given by <c>--data</c>.</summary>
internal static class DataFolder
{
    private static readonly string[] Files =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    /// <summary>Returns which of the files for <see cref="QuantDsl.Dataset.FromIdxFolder"/> is missing, or null if none is.</summary>
    public static string? Obstacle(string path)
    {
        if (!Directory.Exists(path))
            return "there is no such folder";
        string? missing = Array.Find(Files, name => !Directory.EnumerateFiles(path, name.Replace("-idx", "?idx") + "*").Any());
        return missing is null ? null : $"it has no {missing}";
    }
}
