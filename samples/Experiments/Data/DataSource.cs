using QuantDsl;
using static System.FormattableString;

namespace Experiments.Data;

/// <summary>Where a network's data comes from.</summary>
internal abstract class DataSource
{
    private const int DrawnEpochs = 10;

    /// <summary>The four files of MNIST; without a folder, drawn digits.</summary>
    public static DataSource Digits { get; } = new DigitFiles();

    /// <summary>CIFAR-10, 45 000 images to train and 5 000 to validate, as in LAQ.</summary>
    public static DataSource Cifar10 { get; } = new CifarFiles();

    /// <summary>SVHN's cropped digits, the extra ones too if they are there: 598 345 to train and 6 043 to validate.</summary>
    public static DataSource Svhn { get; } = new SvhnFiles();

    /// <summary>The folders of ImageNet.</summary>
    public static DataSource ImageNet { get; } = new ImageFolders();

    /// <summary>A text, or three.</summary>
    public static DataSource Text { get; } = new TextFiles();

    /// <summary>Epochs to train by default; null: as the model declares.</summary>
    public static int? DefaultEpochs(string? folder) => folder is null ? DrawnEpochs : null;

    /// <summary>How <c>--augment</c> varies the training images; null: it cannot.</summary>
    public virtual Augmentation? Augmentation => null;

    /// <summary>What is there without a folder; null: nothing.</summary>
    protected virtual string? WithoutFolder => null;

    /// <summary>What the data of a folder is called.</summary>
    public string NameOf(string? folder, bool augmented)
    {
        string name = folder is null ? WithoutFolder ?? "none" : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return augmented ? $"{name}, {Augmentation}" : name;
    }

    /// <summary>Why a folder cannot be used, or null if it can.</summary>
    public string? Obstacle(string? folder)
    {
        if (folder is null)
            return WithoutFolder is null ? "this network needs one" : null;
        return Directory.Exists(folder) ? Lack(folder) : "there is no such folder";
    }

    /// <summary>Reads the data.</summary>
    /// <param name="folder">Its folder, or null.</param>
    /// <param name="augmented">Whether training varies the images.</param>
    /// <param name="seed">Decides which samples validate, where the data itself does not.</param>
    /// <param name="model">What is to be trained.</param>
    /// <exception cref="DatasetException">A file is damaged, or the model does not take these samples.</exception>
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

    /// <summary>What an existing folder lacks, or null.</summary>
    protected abstract string? Lack(string folder);

    /// <summary>Reads the data; its name does not matter.</summary>
    protected abstract ExperimentData Read(string? folder, long seed, ModelInfo model);

    /// <summary>What is said if none of some files or folders is there.</summary>
    protected static string? Without(string folder, params string[] patterns) =>
        Array.Exists(patterns, pattern => Directory.EnumerateFileSystemEntries(folder, pattern).Any()) ? null : $"it has no {string.Join(" or ", patterns)}";

    /// <summary>Splits training samples: of <paramref name="parts"/> equal parts the last one validates.</summary>
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
        if (training.InputShape.SequenceEqual(model.InputShape.Select(size => (long)size)) && training.Classes <= model.Classes && training.Count >= model.Batch)
            return;
        throw new DatasetException(
            Invariant($"{name}: expected at least {model.Batch} training samples of {string.Join('×', model.InputShape)} ")
            + Invariant($"in at most {model.Classes} classes, found {training}. Give the folder of other data with --data."));
    }
}
