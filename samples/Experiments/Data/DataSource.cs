using QuantDsl;
using static System.FormattableString;

namespace Experiments.Data;

/// <summary>The source of a network's data.</summary>
internal abstract class DataSource
{
    private const int DrawnEpochs = 10;

    /// <summary>The four files of MNIST; drawn digits if no folder is given.</summary>
    public static DataSource Digits { get; } = new DigitFiles();

    /// <summary>CIFAR-10: 45 000 images for training and 5 000 for validation, as in the LAQ paper.</summary>
    public static DataSource Cifar10 { get; } = new CifarFiles();

    /// <summary>
    /// SVHN's cropped digits, with the extra images if they are there: then 598 345 for training and 6 043 for validation.
    /// </summary>
    public static DataSource Svhn { get; } = new SvhnFiles();

    /// <summary>The folders of ImageNet's images.</summary>
    public static DataSource ImageNet { get; } = new ImageFolders();

    /// <summary>A text in one file or in three.</summary>
    public static DataSource Text { get; } = new TextFiles();

    /// <summary>Default number of epochs; null: as declared by the model.</summary>
    public static int? DefaultEpochs(string? folder) => folder is null ? DrawnEpochs : null;

    /// <summary>The augmentation of <c>--augment</c>; null if this data cannot be augmented.</summary>
    public virtual Augmentation? Augmentation => null;

    /// <summary>Name of the data used if no folder is given; null if a folder is required.</summary>
    protected virtual string? WithoutFolder => null;

    /// <summary>Name of the data in a folder.</summary>
    public string NameOf(string? folder, bool augmented)
    {
        string name = folder is null
            ? WithoutFolder ?? "none"
            : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return augmented ? $"{name}, {Augmentation}" : name;
    }

    /// <summary>Returns why a folder cannot be used, or null if it can.</summary>
    public string? Obstacle(string? folder)
    {
        if (folder is null)
            return WithoutFolder is null ? "this network needs one" : null;
        return Directory.Exists(folder) ? Lack(folder) : "there is no such folder";
    }

    /// <summary>Reads the data.</summary>
    /// <param name="folder">Its folder, if any.</param>
    /// <param name="augmented">Whether training images are augmented.</param>
    /// <param name="seed">Seed of the validation split, unless the data has a fixed one.</param>
    /// <param name="model">The model to train.</param>
    /// <exception cref="DatasetException">A file is damaged, or the samples do not fit the model.</exception>
    public ExperimentData Open(string? folder, bool augmented, long seed, ModelInfo model)
    {
        ExperimentData data = Read(folder, seed, model) with { Name = NameOf(folder, augmented) };
        try
        {
            Check(data.Name, data.Training, model);
            return augmented ? Augment(data) : data;
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    /// <summary>Returns what is missing in an existing folder, or null.</summary>
    protected abstract string? Lack(string folder);

    /// <summary>Reads the data; the caller sets its name.</summary>
    protected abstract ExperimentData Read(string? folder, long seed, ModelInfo model);

    /// <summary>Returns a message if a folder contains nothing that matches any of the patterns; otherwise null.</summary>
    protected static string? Without(string folder, params string[] patterns) =>
        Array.Exists(patterns, pattern => Directory.EnumerateFileSystemEntries(folder, pattern).Any())
            ? null
            : $"it has no {string.Join(" or ", patterns)}";

    /// <summary>Splits training samples into <paramref name="parts"/> equal parts, of which one is for validation.</summary>
    protected static ExperimentData Split((Dataset Train, Dataset Test) read, int parts, long seed)
    {
        using (read.Train)
        {
            string digest = DataDigest.Of(read.Train, read.Test);
            (Dataset first, Dataset rest) = read.Train.Split(read.Train.Count * (parts - 1) / parts, seed);
            return new ExperimentData("", first, rest, read.Test, digest);
        }
    }

    private ExperimentData Augment(ExperimentData data)
    {
        using Dataset plain = data.Training;
        return data with { Training = plain.Augment(Augmentation!) };
    }

    private static void Check(string name, Dataset training, ModelInfo model)
    {
        if (training.InputShape.SequenceEqual(model.InputShape.Select(size => (long)size))
            && training.Classes <= model.Classes
            && training.Count >= model.Batch)
        {
            return;
        }

        throw new DatasetException(
            Invariant($"{name}: expected at least {model.Batch} training samples of {string.Join('×', model.InputShape)} ")
            + Invariant($"in at most {model.Classes} classes, found {training}. Use --data to give a folder of suitable data."));
    }
}
