using System.CommandLine;
using Experiments.Data;
using Experiments.Running;
using QuantDsl;

namespace Experiments.Options;

/// <summary>The options that choose the data.</summary>
internal sealed class DataOptions
{
    private const string DownloadsFolder = "data";

    private readonly ValueOption<string> _folder = Values.Path(
        "--data",
        "a folder",
        "DIR",
        "Folder of the data: MNIST's IDX files (mlp, lenet5), CIFAR-10's binary files (vgg), SVHN's .mat files (svhn), ImageNet's folders "
        + "train and val (resnet18), or a text (charlstm). [default: drawn digits for mlp and lenet5]");

    private readonly ValueOption<string> _download = new(
        "--download",
        $"one of {string.Join(", ", DatasetDownload.Names)}",
        (string text, out string name) => DatasetDownload.Names.Contains(name = text))
    {
        HelpName = string.Join('|', DatasetDownload.Names),
        Description = "Download this data into --data first, except for files that are already there. [default of --data: data/NAME]",
    };

    private readonly Option<bool> _augment = new("--augment")
    {
        Arity = ArgumentArity.Zero,
        Description = "Augment training images by random flips and shifts (vgg), shifts (svhn), or flips and resized crops (resnet18).",
    };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [_folder, _download, _augment];

    /// <summary>Whether training images are augmented.</summary>
    public bool Augment(ParseResult parsed) => parsed.GetValue(_augment);

    /// <summary>The folder of the data; null if none is given.</summary>
    public string? Folder(ParseResult parsed) =>
        parsed.GetValue(_folder) ?? (_download.IsGiven(parsed) ? Path.Combine(DownloadsFolder, _download.Read(parsed)) : null);

    /// <summary>
    /// Checks that the networks can be trained on the data. A folder that <see cref="Fetch"/> will fill is not checked yet.
    /// </summary>
    /// <exception cref="UsageException">The folder or an option is wrong.</exception>
    public void Check(ParseResult parsed, IEnumerable<string> networks)
    {
        foreach (string network in networks)
        {
            DataSource source = Catalog.Find(network).Data;
            if (Augment(parsed) && source.Augmentation is null)
            {
                throw new UsageException(
                    $"{_augment.Name}: expected a network whose data can be augmented, got {network}. Omit the option.");
            }

            if (!_download.IsGiven(parsed))
                CheckFolder(parsed, network);
        }
    }

    /// <summary>Downloads the data set given by <c>--download</c>.</summary>
    /// <exception cref="DatasetException">The download failed.</exception>
    /// <exception cref="UsageException">A network cannot be trained on this data.</exception>
    public void Fetch(ParseResult parsed, IEnumerable<string> networks, TextWriter output)
    {
        if (!_download.IsGiven(parsed))
            return;
        using var stop = new CancellationTokenSource();
        using (Interruption.Handle(stop.Cancel))
        {
            Task download = DatasetDownload.GetAsync(_download.Read(parsed), Folder(parsed)!, DownloadProgress.To(output), stop.Token);
            download.GetAwaiter().GetResult();
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
                $"{_folder.Name}: expected a folder with the data of {network}, "
                + $"got {(folder is null ? "none" : $"'{folder}'")}: {lack}. Give another folder.");
        }
    }
}
