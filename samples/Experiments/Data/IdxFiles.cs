namespace Experiments.Data;

/// <summary>A folder with the four files of MNIST.</summary>
internal static class IdxFiles
{
    private static readonly string[] Names =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    /// <summary>What it lacks of the files that <see cref="QuantDsl.Dataset.FromIdxFolder"/> looks for; null if nothing.</summary>
    public static string? Obstacle(string path)
    {
        if (!Directory.Exists(path))
            return "there is no such folder";
        string? missing = Array.Find(Names, name => !Directory.EnumerateFiles(path, name.Replace("-idx", "?idx") + "*").Any());
        return missing is null ? null : $"it has no {missing}";
    }
}
