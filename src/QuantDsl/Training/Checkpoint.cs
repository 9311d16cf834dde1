using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using QuantDsl.Files;
using QuantDsl.Formats;
using QuantDsl.Training;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Checkpoints of a run: the current state of the model, that of its best epoch, and the progress of the run. Random choices (the order of
/// the samples, augmentation, dropout) depend only on the seed and the number of the epoch, sample or step, so no generator state is
/// stored. Does nothing without <see cref="FitOptions.CheckpointPath"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Checkpoint : IDisposable
{
    private const string ProgressKey = "quantdsl.checkpoint.progress";
    private const string StepKey = "quantdsl.checkpoint.step";
    private const string BestStepKey = "quantdsl.checkpoint.best_step";
    private const string SeedKey = "quantdsl.checkpoint.model_seed";
    private const string LastEpochKey = "quantdsl.checkpoint.epoch";
    private const string BestPrefix = "best.";

    private static readonly string FirstEpochKey = ModelDescription.RunKey("first epoch");
    private static readonly string FrozenKey = ModelDescription.RunKey(RunRecipe.FrozenLayers);
    private static readonly string WeightDecayKey = ModelDescription.RunKey("weight decay");
    private static readonly string RateKey = ModelDescription.RunKey("learning rate at the start");

    private readonly ModelInfo _model;
    private readonly ParameterStore _store;
    private readonly BestState _best;
    private readonly TrainingSession _session;
    private readonly Dataset _train;
    private readonly FitOptions _options;
    private readonly IReadOnlyList<(string Key, string Value)> _run;
    private readonly TimeProvider _time;
    private readonly FileLock? _lock;
    private long _written;

    /// <summary>Prepares the checkpoints of a run.</summary>
    /// <param name="model">The model.</param>
    /// <param name="store">Its memory.</param>
    /// <param name="best">The state of its best epoch.</param>
    /// <param name="session">The run.</param>
    /// <param name="train">The training set.</param>
    /// <param name="validation">The validation set, if there is one.</param>
    /// <param name="options">The user's options.</param>
    /// <exception cref="ModelFileException">
    /// The checkpoint cannot be written to <see cref="FitOptions.CheckpointPath"/>, or another run that is going on writes its there.
    /// </exception>
    public Checkpoint(
        ModelInfo model, ParameterStore store, BestState best, TrainingSession session,
        Dataset train, Dataset? validation, FitOptions options)
    {
        (_model, _store, _best, _session, _train, _options, _time) = (model, store, best, session, train, options, options.Time);
        session.Watch(store.Parameters);
        _written = _time.GetTimestamp();
        _run = [];
        if (options.CheckpointPath is not { } path)
            return;
        if (options.IsFirst)
        {
            _lock = Lock(path) ?? throw new ModelFileException(
                $"'{path}' is the checkpoint of a run that is going on, in this process or in another. Two runs would overwrite each "
                + "other's: give this one another path, or wait for the end of the other.");
        }
        _run =
        [
            .. ModelDescription.Of(model),
            .. RunRecipe.Of(model, store, session, train, validation).Select(entry => (ModelDescription.RunKey(entry.Words), entry.Value)),
        ];
    }

    /// <summary>Resumes the run from the file, if there is one.</summary>
    /// <returns>The number of the epoch to begin or to resume.</returns>
    /// <exception cref="ModelFileException">
    /// The file is damaged, or is the checkpoint of a different run; the message names the first difference.
    /// </exception>
    public int Resume()
    {
        int epoch = Read();
        _session.RequireSameState();
        if (!_session.IsCancelled)
            _store.NoteData(_train); // not before: a run that is refused, or cancelled already, changes nothing
        return epoch;
    }

    private int Read()
    {
        if (_options.CheckpointPath is not { } path || !File.Exists(path))
            return _session.FirstEpoch;
        using var file = SafetensorsFile.Open(path);
        if (IsOfEarlierRun(file))
            return _session.FirstEpoch;
        RunProgress progress = Check(file, path);
        bool hasBest = progress.Report.BestEpoch is not null;
        long step = Step(file, path, StepKey);
        long seed = Number(file, path, SeedKey);
        long bestStep = hasBest ? Step(file, path, BestStepKey) : 0;
        Read(file, prefix: "", [.. _store.State.Select(part => (part.Name, part.Values))]);
        _store.ZigZag?.Forget();
        // Absent if measuring was declared after the checkpoint: the next step is then the first one measured.
        Read(file, prefix: "", [.. _store.Measuring.Where(part => file.Entries.Any(entry => entry.Name == part.Name))]);
        (_store.StepCount, _store.EpochCount, _store.Seed) = (step, _session.FirstEpoch - 1 + progress.Report.Epochs.Count, seed);
        if (hasBest)
            KeepBest(file, bestStep, progress.Report.BestEpoch ?? 0);
        return _session.Resume(progress, path);
    }

    /// <summary>After a step: writes a checkpoint if <see cref="FitOptions.CheckpointInterval"/> has passed.</summary>
    public void EndStep()
    {
        if (_options.CheckpointInterval is { } interval && _time.GetElapsedTime(_written) >= interval)
            Write();
    }

    /// <summary>
    /// Writes a checkpoint: after each epoch, once it is known whether it is the best, or when the run is cancelled. A full disk does not
    /// end a long run: the previous checkpoint is kept, and a note is shown.
    /// </summary>
    public void Write()
    {
        if (_options.CheckpointPath is not { } path || !_options.IsFirst)
            return;
        try
        {
            Write(path);
        }
        catch (Exception error) when (error is ModelFileException or IOException or UnauthorizedAccessException)
        {
            _session.NoteFailure("checkpoint", $"no checkpoint was written: {error.Message}");
        }
        _written = _time.GetTimestamp();
    }

    /// <summary>Whether a file is a checkpoint.</summary>
    internal static bool Is(SafetensorsFile file) => file.Metadata.ContainsKey(ProgressKey);

    /// <summary>Reads the state of the best epoch of a run, or the last if no epoch was completed.</summary>
    /// <param name="path">The checkpoint.</param>
    /// <param name="model">The model.</param>
    /// <param name="store">Receives the state.</param>
    /// <exception cref="ModelFileException">The file is damaged, or no checkpoint of this model.</exception>
    public static void Load(string path, ModelInfo model, ParameterStore store)
    {
        using var file = SafetensorsFile.Open(path);
        if (!Is(file))
            throw new ModelFileException($"'{path}' is not a checkpoint of a training run. Read a saved model with {model.Name}.Load.");
        ModelFile.RequireSameModel(file, path, model);
        RunProgress progress = Progress(file, path, steps: null, first: null);
        int? best = progress.Report.BestEpoch;
        string prefix = file.Entries.Any(entry => entry.Name.StartsWith(BestPrefix, StringComparison.Ordinal)) ? BestPrefix : "";
        long step = Step(file, path, best is null ? StepKey : BestStepKey);
        Read(file, prefix, [.. store.State.Select(part => (part.Name, (ITensorValues)part.Values))]);
        (store.StepCount, store.EpochCount, store.Seed) = (step, best ?? 0, Number(file, path, SeedKey));
        store.TrainedOn = ModelFile.Facts(file, path, model);
        if (progress.InitialRate is { } changed)
        {
            store.LearningRate = changed;
        }
        else if (file.Metadata.TryGetValue(RateKey, out string? text)
            && float.TryParse(text, CultureInfo.InvariantCulture, out float rate) && rate > 0 && float.IsFinite(rate))
        {
            store.LearningRate = rate;
        }
    }

    /// <summary>Lets other runs use the path.</summary>
    public void Dispose() => _lock?.Dispose();

    private static FileLock? Lock(string path)
    {
        try
        {
            AtomicFile.MakeFolder(path);
            AtomicFile.CheckWritable(path);
            return FileLock.TryTake(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(error.Message, error);
        }
    }

    /// <summary>Whether the file ends where this run begins: with the present state of a model that goes on training.</summary>
    private bool IsOfEarlierRun(SafetensorsFile file) =>
        _store.StepCount > 0
        && file.Metadata.TryGetValue(StepKey, out string? text) && StepNumber.TryParse(text, out long step) && step == _store.StepCount
        && file.Metadata.TryGetValue(LastEpochKey, out string? last) && last == Text(_session.FirstEpoch - 1);

    private void Write(string path)
    {
        var metadata = new Dictionary<string, string>
        {
            [StepKey] = Text(_store.StepCount),
            [SeedKey] = Text(_store.Seed),
            [LastEpochKey] = Text(_store.EpochCount),
            [ProgressKey] = _session.Progress().ToJson(),
        };
        foreach ((string key, string value) in _run)
            metadata[key] = value;
        _store.TrainedOn.Write(metadata);
        List<KeyValuePair<string, ITensorValues>> tensors =
        [
            .. _store.State.Select(part => Entry(part.Name, part.Values)),
            .. _store.Measuring.Select(part => Entry(part.Name, part.Values)),
        ];
        if (_best.Kept is { } best)
        {
            metadata[BestStepKey] = Text(best.StepCount);
            if (!_best.IsPresent)
                tensors.AddRange(_store.State.Zip(best.State, (part, kept) => Entry(BestPrefix + part.Name, kept)));
        }
        SafetensorsWriter.Write(path, tensors, metadata);
    }

    /// <summary>Rejects a file that is not a checkpoint of this run, before anything is changed.</summary>
    private RunProgress Check(SafetensorsFile file, string path)
    {
        foreach ((string key, string expected) in _run)
        {
            string? found = file.Metadata.GetValueOrDefault(key) ?? OfEarlierVersions(key);
            if (found is null)
            {
                throw new ModelFileException(
                    $"'{path}' is not a checkpoint of {_model.Name}: it does not record {ModelDescription.Words(key)}. {Advice}");
            }
            if (found != expected)
            {
                string difference = $"{ModelDescription.Words(key)} is '{found}' there, but '{expected}' now";
                throw new ModelFileException($"'{path}' is the checkpoint of a different run: {difference}. {Advice}");
            }
        }
        RunProgress progress = Progress(file, path, _session.StepsPerEpoch, _session.FirstEpoch);
        if (progress.Report.Epochs.Count > _session.Epochs)
        {
            throw new ModelFileException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{path}' has {progress.Report.Epochs.Count} epochs already, more than the {_session.Epochs} of this run. {Advice}"));
        }
        return progress;
    }

    /// <summary>What files of earlier versions mean that lack an entry; null: all have it.</summary>
    private static string? OfEarlierVersions(string key) => key == FirstEpochKey ? "1"
        : key == FrozenKey ? RunRecipe.NoLayers
        : key == WeightDecayKey ? "none"
        : null;

    private const string Advice =
        "Resume with the declaration and the options it was started with, use another path, or delete the file to start again.";

    private static RunProgress Progress(SafetensorsFile file, string path, long? steps, int? first)
    {
        try
        {
            return RunProgress.FromJson(file.Metadata.TryGetValue(ProgressKey, out string? json) ? json : "null", steps, first);
        }
        catch (JsonException error)
        {
            throw new ModelFileException(
                $"'{path}' does not record the progress of its run: {error.Message.TrimEnd('.')}. {Advice}", error);
        }
    }

    private void KeepBest(SafetensorsFile file, long step, int epoch)
    {
        if (step == _store.StepCount)
        {
            _best.Keep();
            return;
        }
        ParameterSnapshot kept = _store.Snapshot(step, epoch);
        _best.Keep(kept);
        Read(file, BestPrefix, [.. _store.State.Zip(kept.State, (part, values) => (part.Name, values))]);
    }

    private static void Read(SafetensorsFile file, string prefix, IReadOnlyList<(string Name, ITensorValues Values)> state)
    {
        foreach ((string name, ITensorValues values) in state)
            file.Read(prefix + name, values);
    }

    private static KeyValuePair<string, ITensorValues> Entry(string name, ITensorValues values) => new(name, values);

    private static long Number(SafetensorsFile file, string path, string key) =>
        file.Metadata.TryGetValue(key, out string? text) && long.TryParse(text, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw new ModelFileException($"'{path}' has no number for {key}. {Advice}");

    private static long Step(SafetensorsFile file, string path, string key) =>
        file.Metadata.TryGetValue(key, out string? text) && StepNumber.TryParse(text, out long steps)
            ? steps
            : throw new ModelFileException($"'{path}' has no number of steps for {key}. {Advice}");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
