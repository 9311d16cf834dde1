using System.CommandLine;
using Experiments.Data;
using Experiments.Running;
using Experiments.Runs;

namespace Experiments.Options;

/// <summary>The options that <c>run</c> and <c>ablate</c> have in common, and the runs they describe.</summary>
internal sealed class PlanOptions
{
    private readonly ValueOption<IReadOnlyList<string>> _network =
        Values.Words("--network", Catalog.Names, "Networks.");

    private readonly ValueOption<IReadOnlyList<int>> _bits;
    private readonly ValueOption<long> _seeds =
        Values.Number("--seeds", 1, 10_000, "N", "Number of seeds.", "5");

    private readonly ValueOption<long> _firstSeed =
        Values.Number("--first-seed", int.MinValue, long.MaxValue / 2, "S", "The first seed; the others are consecutive.", "0");

    private readonly ValueOption<long> _epochs = Values.Number(
        "--epochs", 1, int.MaxValue, "N", "Number of epochs. [default: as declared by the network; 10 on drawn digits]");

    private readonly DataOptions _data = new();

    private readonly ValueOption<string> _out = RunsFolder.Option();
    private readonly ValueOption<long> _jobs = Values.Number(
        "--jobs", 1, 1024, "N", "Number of parallel runs, each a process with its share of the cores. [default: one per core]");

    private readonly ValueOption<string> _tensorBoard = Values.Path(
        "--tensorboard", "a folder", "DIR", "Write event files for TensorBoard to this folder, one subfolder per run. [default: none]");

    private readonly Option<bool> _zigZag = new("--zigzag")
    {
        Arity = ArgumentArity.Zero,
        Description = "Measure how the weights zig-zag; table and plot show the measures.",
    };

    private readonly Option<bool> _metrics = new("--metrics")
    {
        Arity = ArgumentArity.Zero,
        Description = "Show confusion matrix, precision and recall of each class, top-k accuracy and calibration on the test set, and write "
            + "them to the runs' files.",
    };

    /// <param name="bits">The default of <c>--bits</c>.</param>
    public PlanOptions(string bits) =>
        _bits = Values.Numbers("--bits", 1, 32, "N", "Bits per weight; 32 is full precision, trained by Adam.", bits);

    /// <summary>The options listed before those of the command itself.</summary>
    public IEnumerable<Option> First => [_network, _bits];

    /// <summary>The options listed after those of the command itself.</summary>
    public IEnumerable<Option> Rest => [_seeds, _firstSeed, _epochs, .. _data.All, _out, _jobs, _zigZag, _metrics, _tensorBoard];

    /// <summary>
    /// Returns the runs of all networks, bit widths and seeds. Seeds vary slowest, so that the finished runs can be compared at any time.
    /// </summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="methods">Returns the methods and their settings for a network and a bit width.</param>
    /// <param name="output">Receives the progress of a download.</param>
    /// <exception cref="UsageException">There is no class for one of the runs, or a folder is unsuitable.</exception>
    public IReadOnlyList<Job> Jobs(ParseResult parsed, Func<string, int, IEnumerable<RunGroup>> methods, TextWriter output)
    {
        string[] networks = [.. _network.Read(parsed)];
        string outFolder = _out.Read(parsed);
        IReadOnlyList<int> widths = _bits.Read(parsed);
        RunGroup[] groups = [.. networks.SelectMany(network => widths.SelectMany(bits => methods(network, bits))).Distinct()];
        long first = _firstSeed.Read(parsed);
        Job[] jobs =
        [
            .. from seed in Enumerable.Range(0, (int)_seeds.Read(parsed))
               from groupOfRuns in groups
               select Job(groupOfRuns.Run(first + seed)),
        ];
        _data.Check(parsed, networks);
        RunsFolder.Make(_out.Name, outFolder);
        _data.Fetch(parsed, networks, output);
        return jobs;

        Job Job(RunSettings settings)
        {
            bool zigZag = parsed.GetValue(_zigZag);
            Variant variant = Catalog.Find(settings, zigZag);
            string? data = _data.Folder(parsed);
            int epochs = (int)_epochs.Or(parsed, DataSource.DefaultEpochs(data) ?? variant.Info.Epochs);
            return new Job(
                settings, epochs, data, _data.Augment(parsed), outFolder, zigZag, parsed.GetValue(_tensorBoard), parsed.GetValue(_metrics));
        }
    }

    /// <summary>Number of parallel runs; null: one per core.</summary>
    public int? Parallel(ParseResult parsed) => _jobs.IsGiven(parsed) ? (int)_jobs.Read(parsed) : null;

    /// <summary>Folder of the runs' files.</summary>
    public string Out(ParseResult parsed) => _out.Read(parsed);
}
