namespace QuantDsl;

/// <summary>How a model's <c>Fit</c> runs. Every property has a default, so <c>new FitOptions()</c> trains as the model declares.</summary>
public sealed record FitOptions
{
    /// <summary>Number of epochs, at least 1; <see langword="null"/>: as declared by the model.</summary>
    /// <exception cref="ArgumentException">The value is less than 1.</exception>
    public int? Epochs
    {
        get;
        init => field = value is null or >= 1
            ? value
            : throw Invalid(nameof(Epochs), $"must be at least 1, or null for the model's own number of epochs; it is {value}");
    }

    /// <summary>Seed of the order in which training samples are drawn; <see langword="null"/>: the model's seed.</summary>
    public long? Seed { get; init; }

    /// <summary>Test set evaluated after every epoch, for the report only: it never decides which epoch is best.</summary>
    public Dataset? Test { get; init; }

    /// <summary>
    /// <c>m</c>: every m-th epoch takes backtrack steps (epochs count from 1); 0: none does; <see langword="null"/>: as declared by the
    /// model.
    /// </summary>
    /// <exception cref="ArgumentException">The value is negative.</exception>
    public int? BacktrackPeriod
    {
        get;
        init => field = value is null or >= 0
            ? value
            : throw Invalid(nameof(BacktrackPeriod),
                $"must be 0 (no backtrack epochs), m (every m-th epoch) or null (as the model declares); it is {value}");
    }

    /// <summary>
    /// <see langword="true"/>: the model ends with the weights of its best epoch, the one of the highest validation accuracy;
    /// <see langword="false"/>: with those of the last epoch. A cancelled run always ends with the best ones.
    /// </summary>
    public bool RestoreBest { get; init; }

    /// <summary>What is written to <see cref="Output"/> during training.</summary>
    /// <exception cref="ArgumentException">The value is not one of <see cref="ProgressMode"/>.</exception>
    public ProgressMode Progress
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw Invalid(nameof(Progress), $"must be Auto, Rows or None; it is {(int)value}");
    }

    /// <summary>Where progress is written; <see langword="null"/>: standard output.</summary>
    public TextWriter? Output { get; init; }

    /// <summary>
    /// File that receives the <see cref="TrainingReport"/> as JSON after every epoch and at the end. A reader sees the old or the new
    /// report, never half of one. Missing directories are made. <see langword="null"/>: no file.
    /// </summary>
    /// <exception cref="ArgumentException">The path is empty or white space.</exception>
    public string? ReportPath
    {
        get;
        init => field = value is null || !string.IsNullOrWhiteSpace(value)
            ? value
            : throw Invalid(nameof(ReportPath), "must be the path of a JSON file, or null for none; it is empty");
    }

    /// <summary>
    /// Folder that receives event files for TensorBoard: after every epoch its loss, accuracies, learning rate, seconds, the gradient evaluations
    /// so far, the scale of each quantized layer (the mean where it has several) and the measures of a model with <see cref="ZigZagAttribute"/>; the
    /// step is the number of the epoch. Give each run a folder of its own. A resumed run adds a file, which replaces in TensorBoard what earlier
    /// ones say of the same epochs. Missing directories are made. <see langword="null"/>: no files.
    /// </summary>
    /// <exception cref="ArgumentException">The path is empty or white space.</exception>
    public string? TensorBoardPath
    {
        get;
        init => field = value is null || !string.IsNullOrWhiteSpace(value)
            ? value
            : throw Invalid(nameof(TensorBoardPath), "must be the path of a folder, or null for none; it is empty");
    }

    /// <summary>
    /// File that holds where the run is, written after every epoch and when the run is cancelled. If it is there when <c>Fit</c> begins, the
    /// run goes on from it and ends with the same bits as one that was never interrupted (on the CPU, with as many threads). It holds the
    /// weights twice, of the last epoch and of the best. It is replaced in one move, so there is always a whole one. Missing directories are
    /// made. To begin anew, delete it. A checkpoint of another recipe (<see cref="ModelInfo.Recipe"/>), other layers, another seed or other
    /// data is refused with a <see cref="ModelFileException"/> that names the difference. <see langword="null"/>: no file.
    /// </summary>
    /// <exception cref="ArgumentException">The path is empty or white space.</exception>
    public string? CheckpointPath
    {
        get;
        init => field = value is null || !string.IsNullOrWhiteSpace(value)
            ? value
            : throw Invalid(nameof(CheckpointPath), "must be the path of a checkpoint, or null for none; it is empty");
    }

    /// <summary>
    /// Time after which <see cref="CheckpointPath"/> is written within an epoch too; zero: after every step; <see langword="null"/>: only
    /// after epochs.
    /// </summary>
    /// <exception cref="ArgumentException">The value is negative.</exception>
    public TimeSpan? CheckpointInterval
    {
        get;
        init => field = value is null || value >= TimeSpan.Zero
            ? value
            : throw Invalid(nameof(CheckpointInterval), $"must not be negative; it is {value}");
    }

    /// <summary>
    /// Called after every completed epoch, before its checkpoint is written: a run that is interrupted between the two reports the epoch again.
    /// </summary>
    public Action<EpochReport>? OnEpoch { get; init; }

    /// <summary>
    /// Ends the run after the current step; the model then gets its best weights back and the report says
    /// <see cref="TrainingReport.Cancelled"/>.
    /// </summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>
    /// <see langword="true"/>: the first Ctrl-C (SIGINT) cancels the run as <see cref="CancellationToken"/> does, a second one ends the
    /// process as usual; <see langword="false"/>: Ctrl-C is left alone.
    /// </summary>
    public bool HandleCtrlC { get; init; } = true;

    /// <summary>The clock of the run.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    private static ArgumentException Invalid(string property, string problem) => new($"FitOptions.{property} {problem}.", property);
}
