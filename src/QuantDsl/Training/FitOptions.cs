using Microsoft.Extensions.Logging;

namespace QuantDsl;

/// <summary>Options of a model's <c>Fit</c>. Every property has a default; <c>new FitOptions()</c> trains as the model declares.</summary>
public sealed record FitOptions
{
    /// <summary>Number of epochs of this run, at least 1; <see langword="null"/>: as declared by the model.</summary>
    /// <exception cref="ArgumentException">The value is less than 1.</exception>
    public int? Epochs
    {
        get;
        init => field = value is null or >= 1
            ? value
            : throw Invalid(nameof(Epochs), $"must be at least 1, or null for the model's own number of epochs; it is {value}");
    }

    /// <summary>
    /// Number of the first epoch, from 1. It decides the order of the samples, the decay of the learning rate and which epochs backtrack.
    /// <see langword="null"/>: the one after the last that the model was trained, so that a model that is trained in several runs, or saved
    /// and loaded between them, is the same to the bit as one trained in a single run; 1: the schedule begins anew, on the weights and
    /// moments that the model has.
    /// </summary>
    /// <exception cref="ArgumentException">The value is less than 1.</exception>
    public int? FirstEpoch
    {
        get;
        init => field = value is null or >= 1
            ? value
            : throw Invalid(nameof(FirstEpoch),
                $"must be at least 1, or null to go on where the model's training has ended; it is {value}");
    }

    /// <summary>Seed of the order of the training samples; <see langword="null"/>: the model's seed.</summary>
    public long? Seed { get; init; }

    /// <summary>
    /// Test set, evaluated after every epoch for the report only: it has no influence on which epoch is considered the best.
    /// </summary>
    public Dataset? Test { get; init; }

    /// <summary>
    /// The paper's m: every m-th epoch takes backtrack steps (epochs count from 1); 0: no epoch does; <see langword="null"/>: as declared
    /// by the model.
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
    /// The paper's a: the share of the current gradient in a backtrack step, beside that of its trial; <see langword="null"/>: as declared
    /// by the model. For ablations, which otherwise need a class for each blend.
    /// </summary>
    /// <exception cref="ArgumentException">The value is not between 0 and 1.</exception>
    public double? Blend
    {
        get;
        init => field = value is null || (float)value is > 0 and < 1
            ? value
            : throw Invalid(nameof(Blend), FormattableString.Invariant(
                $"must be greater than 0 and less than 1, or null (as the model declares); it is {value}"));
    }

    /// <summary>
    /// Whether the model ends with the weights of its best epoch, the one with the highest validation accuracy or, in a regression, the
    /// lowest validation loss, instead of those of the last epoch. A cancelled run always ends with the best ones.
    /// </summary>
    public bool RestoreBest { get; init; }

    /// <summary>
    /// Ends the run when so many epochs in a row, at least 1, have not been better than the best, the one with the highest validation
    /// accuracy; <see cref="TrainingReport.StoppedEarly"/> is then true. The model has the weights of the last epoch, with <see
    /// cref="RestoreBest"/> those of the best. Needs a validation set. <see langword="null"/>: all epochs are trained.
    /// </summary>
    /// <exception cref="ArgumentException">The value is less than 1.</exception>
    public int? Patience
    {
        get;
        init => field = value is null or >= 1
            ? value
            : throw Invalid(nameof(Patience), $"must be at least 1, or null to train all epochs; it is {value}");
    }

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
    /// File that receives the <see cref="TrainingReport"/> as JSON after every epoch and at the end. It is replaced atomically; missing
    /// directories are created. <c>Fit</c> throws an <see cref="IOException"/> at its beginning if it cannot be written. <see
    /// langword="null"/>: no file.
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
    /// Folder that receives event files for TensorBoard. After every epoch they get its losses, accuracies, learning rate and seconds, the
    /// number of gradient evaluations so far, the scale of each quantized layer (the mean if it has several), and the measures of a model
    /// with <see cref="ZigZagAttribute"/>; TensorBoard's step is the number of the epoch. Use a separate folder for each run. A resumed run
    /// adds a file; for epochs that occur in several files, TensorBoard shows the last. Missing directories are created; <c>Fit</c> throws
    /// an <see cref="IOException"/> if they cannot be. <see langword="null"/>: no files.
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
    /// File that receives a checkpoint after every epoch and when the run is cancelled. If it exists when <c>Fit</c> begins, the run
    /// resumes from it and ends with the same bits as a run that was never interrupted (on the CPU, with the same number of threads). It
    /// contains two copies of the weights, those of the last epoch and those of the best. It is replaced atomically; missing directories
    /// are created. Delete it to start over. A checkpoint with another recipe
    /// (<see cref="ModelInfo.Recipe"/>), other layers, another seed or other data is refused with a <see cref="ModelFileException"/> that
    /// names the difference, and so is a path that cannot be written. <see langword="null"/>: no checkpoints.
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
    /// Interval at which <see cref="CheckpointPath"/> is also written within an epoch; zero: after every step; <see langword="null"/>: only
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
    /// Called after every completed epoch, once its checkpoint is written. An exception that it throws ends the run; model and checkpoint
    /// are then those of this epoch. A learning rate that it sets (<c>model.LearningRate *= 0.5f</c>) acts from the next epoch on;
    /// declared decays go on from it, a checkpoint keeps it, and the model has it after the run.
    /// </summary>
    public Action<EpochReport>? OnEpoch { get; init; }

    /// <summary>
    /// Called after every step. An exception that it throws ends the run; the model is then as this step has left it. A learning rate that
    /// it sets acts from the next step on, and otherwise as one set in <see cref="OnEpoch"/>. On a GPU the run waits for the loss of every
    /// step, and is slower; elsewhere it costs no more than the callback itself. The steps of different runs of a model are made one after
    /// the other, by the thread that calls <c>Fit</c>.
    /// </summary>
    public Action<StepReport>? OnStep { get; init; }

    /// <summary>
    /// Receives the report of every completed epoch, after <see cref="OnEpoch"/>; for example a <see cref="Progress{T}"/>, which passes it
    /// to the thread that shows it.
    /// </summary>
    public IProgress<EpochReport>? EpochProgress { get; init; }

    /// <summary>
    /// Receives the begin and the end of the run and every epoch (level Information), and what went wrong beside training (Warning);
    /// besides what <see cref="Progress"/> shows. A logger that throws does not end the run. <see langword="null"/>: none.
    /// </summary>
    public ILogger? Logger { get; init; }

    /// <summary>
    /// Metrics of your own, by name: each is computed after every epoch from the predictions for the validation set, or for <see
    /// cref="Test"/> if there is none. <see cref="EpochReport.Metrics"/> has them, and so have JSON and TensorBoard. An exception ends the
    /// run. In rank 0 of a <see cref="Group"/> only. <see langword="null"/>: none.
    /// </summary>
    public IReadOnlyDictionary<string, Func<PredictedData, double>>? Metrics { get; init; }

    /// <summary>
    /// Whether <see cref="TrainingReport.ClassMetrics"/> gets confusion matrix, precision, recall, top-k accuracy and calibration of the
    /// weights that the model holds at the end, on <see cref="Test"/>, or on the validation set if there is none. In rank 0 of a <see
    /// cref="Group"/> only.
    /// </summary>
    public bool ClassMetrics { get; init; }

    /// <summary>
    /// Cancels the run after the current step. The model's best weights are then restored and <see cref="TrainingReport.Cancelled"/> is
    /// true.
    /// </summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>
    /// Whether the first Ctrl-C (SIGINT) cancels the run as <see cref="CancellationToken"/> does; a second one then terminates the process
    /// as usual. So do SIGTERM, which <c>docker stop</c>, Kubernetes and Slurm send before they kill a process, and SIGHUP, which comes when
    /// a terminal is closed, unless it is ignored (<c>nohup</c>). If <see langword="false"/>, none of them is handled.
    /// </summary>
    public bool HandleCtrlC { get; init; } = true;

    /// <summary>
    /// The processes that train the model together, for example <c>Mpi.World</c> of the package <c>QuantDsl.Mpi</c>; <see
    /// langword="null"/>: this one alone. Every process makes the same model and calls <c>Fit</c> with the same data and options; each
    /// takes its part of every minibatch. The trained model has the bits of a single process, for 1, 2, 4 or 8 of them. Rank 0 shows the
    /// progress, calls <see cref="OnStep"/> and <see cref="OnEpoch"/>, and writes all files; a checkpoint is read by all ranks, and may be
    /// resumed by another number of them. When any process is cancelled, or receives SIGTERM, all end after the same step. On the CPU only.
    /// </summary>
    public ITrainingGroup? Group { get; init; }

    /// <summary>How the processes of <see cref="Group"/> add up what belongs to the whole minibatch.</summary>
    /// <exception cref="ArgumentException">The value is not one of <see cref="QuantDsl.GroupSums"/>.</exception>
    public GroupSums GroupSums
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw Invalid(nameof(GroupSums), $"must be Exact or Fast; it is {(int)value}");
    }

    /// <summary>Over which samples the processes of <see cref="Group"/> normalize.</summary>
    /// <exception cref="ArgumentException">The value is not one of <see cref="GroupStatistics"/>.</exception>
    public GroupStatistics BatchStatistics
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw Invalid(nameof(BatchStatistics), $"must be WholeBatch or PerRank; it is {(int)value}");
    }

    /// <summary>Whether other processes take part in the run.</summary>
    internal bool IsShared => Group is { Size: not 1 };

    /// <summary>Whether this process shows the run and writes its files.</summary>
    internal bool IsFirst => !IsShared || Group!.Rank == 0;

    /// <summary>The options of this process: only the first of a group shows or writes anything.</summary>
    internal FitOptions OfRank() => IsFirst
        ? this
        : this with
        {
            ReportPath = null,
            TensorBoardPath = null,
            OnStep = null,
            OnEpoch = null,
            EpochProgress = null,
            Logger = null,
            Metrics = null,
            ClassMetrics = false,
        };

    /// <summary>The clock of the run.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    private static ArgumentException Invalid(string property, string problem) => new($"FitOptions.{property} {problem}.", property);
}
