using System.CommandLine;
using Experiments.Data;
using Experiments.Running;
using Experiments.Runs;

namespace Experiments.Options;

/// <summary>The options that <c>run</c> and <c>ablate</c> share, and the runs that they stand for.</summary>
internal sealed class PlanOptions
{
    private readonly ValueOption<IReadOnlyList<string>> _network =
        Values.Words("--network", Catalog.Names, "Networks.");

    private readonly ValueOption<IReadOnlyList<int>> _bits;
    private readonly ValueOption<long> _seeds =
        Values.Number("--seeds", 1, 10_000, "N", "Number of seeds.", "5");

    private readonly ValueOption<long> _firstSeed =
        Values.Number("--first-seed", int.MinValue, long.MaxValue / 2, "S", "The first of them; the others follow it.", "0");

    private readonly ValueOption<long> _epochs = Values.Number(
        "--epochs", 1, int.MaxValue, "N", "Number of epochs. [default: as the network declares; 10 on drawn digits]");

    private readonly DataOptions _data = new();

    private readonly ValueOption<string> _out = RunsFolder.Option();
    private readonly ValueOption<long> _jobs = Values.Number(
        "--jobs", 1, 1024, "N", "Runs at the same time, each a process with its share of the cores. [default: one for each core]");

    private readonly ValueOption<string> _tensorBoard = Values.Path(
        "--tensorboard", "a folder", "DIR", "Write event files for TensorBoard into a folder of this for each run. [default: none]");

    private readonly Option<bool> _zigZag = new("--zigzag")
    {
        Arity = ArgumentArity.Zero,
        Description = "Measure how the weights zig-zag, for table and plot.",
    };

    /// <param name="bits">The default of <c>--bits</c>.</param>
    public PlanOptions(string bits) =>
        _bits = Values.Numbers("--bits", 1, 32, "N", "Bits of a weight; 32 is full precision, trained by Adam.", bits);

    /// <summary>The options before those of the command itself.</summary>
    public IEnumerable<Option> First => [_network, _bits];

    /// <summary>And behind them.</summary>
    public IEnumerable<Option> Rest => [_seeds, _firstSeed, _epochs, .. _data.All, _out, _jobs, _zigZag, _tensorBoard];

    /// <summary>The runs of all networks, bit widths and seeds; seeds change slowest, so that what is done can be compared at any time.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="methods">The methods and their settings for a network and a number of bits.</param>
    /// <param name="output">Receives the progress of a download.</param>
    /// <exception cref="UsageException">There is no class for one of them, or the folder of the data is wrong.</exception>
    public IReadOnlyList<Job> Jobs(ParseResult parsed, Func<string, int, IEnumerable<RunGroup>> methods, TextWriter output)
    {
        string[] networks = [.. _network.Read(parsed)];
        string outFolder = _out.Read(parsed);
        RunGroup[] groups = [.. networks.SelectMany(network => _bits.Read(parsed).SelectMany(bits => methods(network, bits))).Distinct()];
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
            return new Job(settings, epochs, data, _data.Augment(parsed), outFolder, zigZag, parsed.GetValue(_tensorBoard));
        }
    }

    /// <summary>Number of runs at the same time; null: one for each core.</summary>
    public int? Parallel(ParseResult parsed) => _jobs.IsGiven(parsed) ? (int)_jobs.Read(parsed) : null;

    /// <summary>Folder of the runs' files.</summary>
    public string Out(ParseResult parsed) => _out.Read(parsed);
}
