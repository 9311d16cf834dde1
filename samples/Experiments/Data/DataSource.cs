using QuantDsl;
using static System.FormattableString;

namespace Experiments.Data;

/// <summary>Where a network's data comes from.</summary>
internal sealed class DataSource
{
    private const int DrawnImages = 9600;
    private const int DrawnTestImages = 2000;
    private const int DrawnEpochs = 10;

    private readonly string? _withoutFolder;
    private readonly Func<string, string?> _obstacle;
    private readonly Func<string?, (Dataset Train, Dataset Test)> _read;

    private DataSource(string? withoutFolder, Func<string, string?> obstacle, Func<string?, (Dataset Train, Dataset Test)> read) =>
        (_withoutFolder, _obstacle, _read) = (withoutFolder, obstacle, read);

    /// <summary>A folder in MNIST's form; without one, drawn digits.</summary>
    public static DataSource Digits { get; } = new(
        "drawn digits",
        IdxFiles.Obstacle,
        folder => folder is null ? Dataset.DrawnDigits(DrawnImages, DrawnTestImages) : Dataset.FromIdxFolder(folder));

    /// <summary>Epochs to train by default; null: as the model declares.</summary>
    public static int? DefaultEpochs(string? folder) => folder is null ? DrawnEpochs : null;

    /// <summary>What the data of a folder is called.</summary>
    public string NameOf(string? folder) =>
        folder is null ? _withoutFolder ?? "none" : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    /// <summary>Why a folder cannot be used, or null if it can.</summary>
    public string? Obstacle(string? folder) => folder is not null ? _obstacle(folder)
        : _withoutFolder is null ? "this network needs one" : null;

    /// <summary>Reads the data and splits five sixths of the training samples from the last sixth, by which the best epoch is chosen.</summary>
    /// <exception cref="DatasetException">A file is damaged, or the model does not take these samples.</exception>
    public ExperimentData Open(string? folder, long seed, ModelInfo model)
    {
        (Dataset all, Dataset test) = _read(folder);
        using (all)
        {
            string digest = DataDigest.Of(all, test);
            long training = all.Count * 5 / 6;
            Check(NameOf(folder), all, training, model);
            (Dataset first, Dataset rest) = all.Split(training, seed);
            return new ExperimentData(NameOf(folder), first, rest, test, digest);
        }
    }

    private static void Check(string name, Dataset all, long training, ModelInfo model)
    {
        if (all.InputShape.SequenceEqual(model.InputShape.Select(size => (long)size)) && all.Classes <= model.Classes && training >= model.Batch)
            return;
        throw new DatasetException(
            Invariant($"{name}: expected at least {(model.Batch * 6 + 4) / 5} training samples of ")
            + Invariant($"{string.Join('×', model.InputShape)} in at most {model.Classes} classes, found {all}. ")
            + "Give the folder of other data with --data.");
    }
}
