using System.Buffers.Binary;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using QuantDsl.Formats;
using QuantDsl.Training;
using static System.FormattableString;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The part that this process has in a run of a <see cref="FitOptions.Group"/>: which samples it trains on, and whether all processes are
/// about to do the same. Does nothing without a group, or in a group of one.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GroupRun : IDisposable
{
    private readonly ITrainingGroup? _group;
    private readonly ModelInfo _model;
    private readonly ParameterStore _store;
    private readonly GroupBatch? _batch;
    private bool _isRefused;

    /// <summary>Joins the group for a run.</summary>
    /// <param name="model">The model.</param>
    /// <param name="store">Its memory.</param>
    /// <param name="session">The run.</param>
    /// <param name="train">The training set.</param>
    /// <param name="validation">The validation set, if there is one.</param>
    /// <param name="options">The user's options.</param>
    /// <exception cref="ArgumentException">The model cannot be trained by such a group.</exception>
    /// <exception cref="InvalidOperationException">Another process trains something else; the message names the difference.</exception>
    public GroupRun(
        ModelInfo model, ParameterStore store, TrainingSession session, Dataset train, Dataset? validation, FitOptions options)
    {
        (_model, _store) = (model, store);
        if (options.Group is not { Size: not 1 } group)
            return;
        _group = group;
        Check(model, store, group, options.BatchStatistics);
        List<(string Words, string Value)> facts =
        [
            ("the program", Program),
            .. ModelDescription.Of(model).Select(entry => (ModelDescription.Words(entry.Key), entry.Value)),
            .. RunRecipe.Of(model, store, session, train, validation).Select(entry => ($"the {entry.Words}", entry.Value)),
            ("the test set", options.Test is null ? "none" : DatasetDigest.Of(options.Test)),
            ("the number of epochs", Invariant($"{session.Epochs}")),
            ("FitOptions.Patience", options.Patience is { } patience ? Invariant($"{patience}") : "null"),
            ("FitOptions.OnStep", options.OnStep is null ? "null" : "set"),
            ("FitOptions.RestoreBest", Invariant($"{options.RestoreBest}")),
            ("FitOptions.GroupSums", Invariant($"{options.GroupSums}")),
            ("FitOptions.BatchStatistics", Invariant($"{options.BatchStatistics}")),
        ];
        Require(facts, "Start the same program with the same options and the same data for each rank.");
        _batch = new GroupBatch(group, options.GroupSums, session.Interruption)
        {
            SharesStatistics = options.BatchStatistics == GroupStatistics.WholeBatch,
        };
        _store.Shared = _batch;
        session.Join(this);
        _batch.Ask();
    }

    /// <summary>Whether other processes take part.</summary>
    public bool IsShared => _group is not null;

    /// <summary>Whether somebody in the group wants the run to end; all know it after the same step.</summary>
    internal bool Stops => _batch!.Stops;

    /// <summary>Ends the other processes, which would wait for this one in vain.</summary>
    /// <param name="failure">What has happened to this one.</param>
    public void Fail(Exception failure)
    {
        if (_group is null || _isRefused) // which all throw alike
            return;
        _group.Abort(
            $"{GroupAgreement.Name(_group.Rank, _group.Place)} has failed, and ends the run of all {_group.Size} ranks: "
            + $"{failure.GetType().Name}: {failure.Message}");
    }

    /// <summary>Leaves the group.</summary>
    public void Dispose() => _store.Shared = null;

    /// <summary>Calls what only this process does; a model that is evaluated in it does not wait for the others.</summary>
    internal void Alone<TReport>(Action<TReport> call, TReport report)
    {
        _store.Shared = null;
        try
        {
            call(report);
        }
        finally
        {
            _store.Shared = _batch;
        }
    }

    /// <summary>What the first process has for a number.</summary>
    internal float OfFirst(float own) =>
        BinaryPrimitives.ReadSingleLittleEndian(_group!.Gather(BitConverter.GetBytes(own))[0]);

    /// <summary>All processes learn whether somebody wants the run to end.</summary>
    internal void Ask() => _batch!.Ask();

    /// <summary>Checks that all processes begin with the same state.</summary>
    /// <exception cref="InvalidOperationException">A process begins with another.</exception>
    internal void RequireSameState()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, HostMemory values) in _store.State)
        {
            if (name != "quantized") // of which there may be signs alone
                ((ITensorValues)values).Read(bytes => hash.AppendData(bytes));
        }
        Require(
            [
                ("the number of steps trained", Invariant($"{_store.StepCount}")),
                ("the model's seed", Invariant($"{_store.Seed}")),
                ("the digest of the weights", Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8))),
            ],
            $"Make {_model.Name} with the same seed or from the same file for each rank, and put FitOptions.CheckpointPath on a disk that "
            + "all ranks share.");
    }

    private void Require(IEnumerable<(string Words, string Value)> facts, string advice)
    {
        try
        {
            new GroupAgreement(_group!).Require(facts, advice);
        }
        catch (InvalidOperationException)
        {
            _isRefused = true;
            throw;
        }
    }

    private static string Program
    {
        get
        {
            var program = Assembly.GetEntryAssembly();
            return program is null
                ? "unknown"
                : $"{program.GetName().Name} {program.ManifestModule.ModuleVersionId.ToString("N", CultureInfo.InvariantCulture)[..8]}";
        }
    }

    private static void Check(
        ModelInfo model, ParameterStore store, ITrainingGroup group, GroupStatistics statistics)
    {
        int most = BatchShards.Count;
        if (group.Size < 1 || group.Size > most || (group.Size & (group.Size - 1)) != 0)
        {
            throw new ArgumentException(
                Invariant($"A minibatch is summed in {most} shards, so that 1, 2, 4 or {most} processes can share it, each with as many; ")
                + Invariant($"FitOptions.Group has {group.Size}. Start one of these numbers."), nameof(group));
        }
        if (store.Engine is not CpuEngine)
        {
            throw new ArgumentException(
                $"FitOptions.Group trains models on the CPU; {model.Name} is on {store.Device}. Make it on the CPU, or train it alone.",
                nameof(group));
        }
        var share = new BatchShare(model.Batch, model.Batch, group.Size);
        int least = statistics == GroupStatistics.PerRank && !store.Statistics.IsEmpty ? 2 : 1;
        if (share.Count(group.Size - 1, 1) is var count && count < least)
        {
            int shard = (model.Batch + most - 1) / most;
            throw new ArgumentException(
                Invariant($"{model.Name} trains on minibatches of {model.Batch}, which are {most} shards of at most {shard}: of ")
                + Invariant($"{group.Size} processes the last would get {(count == 0 ? "no sample" : "a single sample, which has no variance")}. Start ")
                + "fewer, or declare a larger Batch.",
                nameof(group));
        }
    }
}
