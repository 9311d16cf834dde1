using System.CommandLine;
using Experiments.Data;
using Experiments.Running;
using QuantDsl;

namespace Experiments.Options;

/// <summary>The options that say what networks are trained on.</summary>
internal sealed class DataOptions
{
    private const string DownloadsFolder = "data";

    private readonly ValueOption<string> _folder = Values.Path(
        "--data",
        "a folder",
        "DIR",
        "Folder of the networks' data: the IDX files of MNIST (mlp, lenet5), CIFAR-10's binary files (vgg), the .mat files of SVHN (svhn), ImageNet's "
        + "train and val (resnet18), a text (charlstm). [default: drawn digits for mlp and lenet5]");

    private readonly ValueOption<string> _download = new(
        "--download", $"one of {string.Join(", ", DatasetDownload.Names)}", (string text, out string name) => DatasetDownload.Names.Contains(name = text))
    {
        HelpName = string.Join('|', DatasetDownload.Names),
        Description = "Fetch this data first, into --data, except what is there. [default of --data: data/NAME]",
    };

    private readonly Option<bool> _augment = new("--augment")
    {
        Arity = ArgumentArity.Zero,
        Description = "Vary the training images: mirrored and moved (vgg), moved (svhn), mirrored parts of random size (resnet18).",
    };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_folder, _download, _augment];

    /// <summary>Whether training varies the images.</summary>
    public bool Augment(ParseResult parsed) => parsed.GetValue(_augment);

    /// <summary>The folder; null: what networks have without one.</summary>
    public string? Folder(ParseResult parsed) =>
        parsed.GetValue(_folder) ?? (_download.IsGiven(parsed) ? Path.Combine(DownloadsFolder, _download.Read(parsed)) : null);

    /// <summary>Fails if the networks cannot be trained on what is there, or will be there after <see cref="Fetch"/>.</summary>
    /// <exception cref="UsageException">The folder or an option is wrong.</exception>
    public void Check(ParseResult parsed, IEnumerable<string> networks)
    {
        foreach (string network in networks)
        {
            DataSource source = Catalog.Find(network).Data;
            if (Augment(parsed) && source.Augmentation is null)
                throw new UsageException($"{_augment.Name}: expected a network of larger images than digits, got {network}. Leave it out.");
            if (!_download.IsGiven(parsed))
                CheckFolder(parsed, network);
        }
    }

    /// <summary>Fetches what <c>--download</c> names.</summary>
    /// <exception cref="DatasetException">It cannot be fetched.</exception>
    /// <exception cref="UsageException">It is not what a network is trained on.</exception>
    public void Fetch(ParseResult parsed, IEnumerable<string> networks, TextWriter output)
    {
        if (!_download.IsGiven(parsed))
            return;
        using var stop = new CancellationTokenSource();
        using (Interruption.Handle(stop.Cancel))
        {
            DatasetDownload.GetAsync(_download.Read(parsed), Folder(parsed)!, DownloadProgress.To(output), stop.Token).GetAwaiter().GetResult();
        }

        foreach (string network in networks)
            CheckFolder(parsed, network);
    }

    private void CheckFolder(ParseResult parsed, string network)
    {
        string? folder = Folder(parsed);
        if (Catalog.Find(network).Data.Obstacle(folder) is { } lack)
        {
            throw new UsageException(
                $"{_folder.Name}: expected a folder with the data of {network}, got {(folder is null ? "none" : $"'{folder}'")}: {lack}. Give another.");
        }
    }
}
