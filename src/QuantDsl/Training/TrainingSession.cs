using System.ComponentModel;
using QuantDsl.Cuda;
using QuantDsl.Native;
using QuantDsl.Training;
using static System.FormattableString;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The parts of a generated <c>Fit</c> besides training: progress, cancellation, selection of the best epoch and the report. Calls are made
/// in the order <c>BeginEpoch, EndStep…, EndEpoch</c> for each epoch, then <see cref="Complete"/>; all from one thread.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TrainingSession : IDisposable
{
    private const int DrawsPerSecond = 10;
    private const int SecondsOfLine = 60; // where progress is no line that is written over

    private readonly FitOptions _options;
    private readonly RunSettings _settings;
    private readonly TrainingClock _clock;
    private readonly ProgressDisplay _display;
    private readonly RunRecord _record;
    private readonly RunFiles _files;
    private readonly RunNotes _notes;
    private readonly RunLog _log;
    private readonly DeviceLosses _onDevice = new();
    private IDisposable? _kept; // memory of a device for this run
    private int _epoch;
    private TrainingPhase _phase;
    private float _learningRate;
    private double _lossSum;
    private long _steps;
    private long _runSteps;
    private long _nextDraw;
    private int _reductions; // of the rate, because the loss did not get better
    private double _factor = 1; // by which the schedule multiplies the rate now
    private bool _isRestored;
    private bool _isRateSet; // by the user, within the run
    private readonly bool _callsAfterSteps; // in whichever process of a group
    private RunProgress? _resumed;
    private GroupRun? _group;
    private Dictionary<string, double?>? _metrics; // of the epoch that ends
    private ClassMetrics? _classMetrics;

    /// <summary>Starts a run: checks that the report can be written and takes over Ctrl-C and the like, if the options say so.</summary>
    /// <param name="model">Name of the model's class.</param>
    /// <param name="bits">Bits of a quantized weight.</param>
    /// <param name="method">Declared method: <c>"laq"</c>, <c>"blaq"</c> or <c>"adam"</c>.</param>
    /// <param name="backtrackPeriod">
    /// Declared period m: every m-th epoch backtracks; 0 means none. The option of the same name overrides it.
    /// </param>
    /// <param name="blend">Declared weight of the current gradient in a backtrack step. The option of the same name overrides it.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="device">Device that trains.</param>
    /// <param name="trained">Number of epochs that the model was trained before.</param>
    /// <param name="epochs">Number of epochs, at least 1.</param>
    /// <param name="stepsPerEpoch">Number of steps per epoch, at least 1.</param>
    /// <param name="options">The user's options.</param>
    /// <exception cref="ArgumentException">
    /// An argument is out of range, or backtracking is requested for a model without quantized weights.
    /// </exception>
    /// <exception cref="IOException">
    /// The report cannot be written to <see cref="FitOptions.ReportPath"/>, or <see cref="FitOptions.TensorBoardPath"/> cannot be created.
    /// </exception>
    public TrainingSession(
        string model, int bits, string method, int backtrackPeriod, double blend, long seed, string device,
        int trained, int epochs, long stepsPerEpoch, FitOptions options)
        : this(model, bits, method, backtrackPeriod, blend, seed, device, trained, epochs, stepsPerEpoch, options, options.Time, null,
            TorchLibrary.Probe)
    {
    }

    internal TrainingSession(
        string model, int bits, string method, int backtrackPeriod, double blend, long seed, string device,
        int trained, int epochs, long stepsPerEpoch, FitOptions options, TimeProvider time, ProgressDisplay? display,
        ConvolutionProbe? convolutions = null)
    {
        if (device != "cpu") convolutions = null; // other devices do not use oneDNN
        _callsAfterSteps = options.OnStep is not null;
        options = options.OfRank();
        _settings = RunSettings.Of(model, method, backtrackPeriod, blend, trained, epochs, stepsPerEpoch, options);
        RunPaths.Check(options);
        if (options.ReportPath is { } path) TrainingReport.CheckWritable(path);

        _options = options;
        _clock = new(time, Schedule);
        _record = new(new()
        {
            Model = model,
            Bits = bits,
            Method = _settings.Method,
            Seed = seed,
            Device = device,
            BacktrackPeriod = _settings.Backtracks ? Schedule.BacktrackPeriod : null,
            Blend = _settings.Backtracks ? Blend : null,
            Convolutions = convolutions?.Check,
            Seconds = 0,
            Epochs = [],
        });
        _files = new(options, time);
        _display = display ?? (options.IsFirst ? ProgressDisplay.Create(options) : ProgressDisplay.Silent(TextWriter.Null));
        _log = new(options.Logger, model);
        _notes = new(_display, _log);
        if (convolutions is { IsRemarkable: true }) Note(convolutions.Words);
        Interruption = new(options, _display);
        _log.Begun(Schedule, device);
    }

    /// <summary>Number of epochs of the run.</summary>
    public int Epochs => Schedule.Epochs;

    /// <summary>Number of the last epoch of the run.</summary>
    public int LastEpoch => Schedule.Last;

    /// <summary>Number of the first epoch of the run.</summary>
    internal int FirstEpoch => Schedule.First;

    /// <summary>Weight of the current gradient in a backtrack step of this run.</summary>
    public double Blend => _settings.Blend;

    /// <summary>Whether some of its epochs backtrack.</summary>
    internal bool Backtracks => _settings.Backtracks;

    /// <summary>Whether the user wants the run to end.</summary>
    internal Interruption Interruption { get; }

    /// <summary>
    /// Learning rate from which the declared schedule leads to that of each step: the model's at the start of the run, until the user sets
    /// another within it.
    /// </summary>
    public float InitialRate { get; set; }

    /// <summary>How the learning rate changes.</summary>
    public LearningRateSchedule Rates { get; init; } = new(1, 1, "");

    /// <summary>Whether the model is that of a regression, which has no accuracy: the loss decides which epoch is the best.</summary>
    public bool GoesByLoss
    {
        get => _record.GoesByLoss;
        init => _record.GoesByLoss = value;
    }

    /// <summary>Sum of the losses of the current epoch, but for those that are on a device.</summary>
    internal double LossSum => _lossSum;

    /// <summary>Number of steps per epoch.</summary>
    internal long StepsPerEpoch => Schedule.StepsPerEpoch;

    /// <summary>Number of steps taken in the current epoch; not 0 when an interrupted epoch is resumed.</summary>
    public long EpochSteps => _steps;

    /// <summary>Test accuracy in [0, 1] of the current weights of the model; null if they were not evaluated in this run.</summary>
    public double? TestAccuracy { get; private set; }

    /// <summary>Test loss of the current weights of the model; null if they were not evaluated in this run, or it is not finite.</summary>
    public double? TestLoss { get; private set; }

    /// <summary>Whether the run should end now. Does not change after the last epoch has ended.</summary>
    public bool IsCancelled => Interruption.IsRequested;

    /// <summary>Whether an epoch is to be trained: the run has neither reached its last one nor been ended before.</summary>
    /// <param name="epoch">Its number.</param>
    public bool GoesOn(int epoch) => epoch <= LastEpoch && !IsCancelled && !HasLostPatience;

    /// <summary>The kind of step taken in an epoch, according to the declared period or <see cref="FitOptions.BacktrackPeriod"/>.</summary>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    public TrainingPhase PhaseOf(int epoch) => Schedule.PhaseOf(epoch);

    /// <summary>The learning rate with which an epoch begins, or goes on if it was interrupted.</summary>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    public float RateOf(int epoch)
    {
        _reductions = Rates.ReadsLosses ? Rates.Reductions(_record.Losses) : 0;
        return RateAfter(epoch, _resumed?.Steps ?? 0);
    }

    /// <summary>The learning rate of the next step.</summary>
    /// <param name="present">The model's learning rate; the schedule goes on from one that somebody has just set.</param>
    public float BeginStep(float present)
    {
        if (_group is null)
            TakesRate(present);
        if (Rates.ChangesWithinEpochs || _isRateSet)
            _learningRate = RateAfter(_epoch, _steps);
        return _learningRate;
    }

    /// <summary>The learning rate of a step after the next one, unless somebody sets another.</summary>
    /// <param name="steps">How many steps after.</param>
    internal float RateAhead(int steps) => Rates.ChangesWithinEpochs || _isRateSet
        ? LearningRateSchedule.Scaled(InitialRate, FactorAfter(_epoch, _steps + steps))
        : _learningRate;

    /// <summary>A device adds up the losses of the current epoch, to those that there are.</summary>
    internal void SumOn(IDeviceLosses losses) => _onDevice.Begin(losses);

    /// <summary>What a device keeps for all epochs of the run; it is disposed with this object.</summary>
    /// <param name="make">Makes it, in the first epoch.</param>
    internal T Keep<T>(Func<T> make)
        where T : class, IDisposable => (T)(_kept ??= make());

    /// <summary>Starts an epoch.</summary>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    /// <param name="phase">The kind of step taken in it.</param>
    /// <param name="learningRate">Its learning rate.</param>
    public void BeginEpoch(int epoch, TrainingPhase phase, float learningRate)
    {
        (_epoch, _phase, _learningRate) = (epoch, phase, learningRate);
        (TestAccuracy, TestLoss) = (null, null); // its steps change the weights
        (_steps, _lossSum) = _resumed is null ? (0, 0) : (_resumed.Steps, _resumed.LossSum);
        _clock.BeginEpoch(epoch, phase, _resumed?.EpochSeconds ?? 0);
        _resumed = null;
        if (_display.IsLive) Draw();
        else _nextDraw = _clock.Now + _clock.Frequency * SecondsOfLine;
    }

    /// <summary>
    /// Counts a step. Allocates nothing, and writes to the terminal at most ten times per second; to a file, once a minute.
    /// </summary>
    /// <param name="loss">The minibatch's loss.</param>
    /// <exception cref="TrainingDivergedException">The loss is NaN or infinite.</exception>
    public void EndStep(float loss)
    {
        _runSteps++;
        if (!float.IsFinite(loss)) throw new TrainingDivergedException(_runSteps, _phase, layer: null, _learningRate);
        _steps++;
        _lossSum += loss;
        if (IsTimeToDraw()) Draw();
        if (_options.OnStep is not null) Show(loss);
    }

    /// <summary>
    /// The same of a step whose loss a device has added to those of the epoch. It is fetched only when the progress line is drawn, the epoch
    /// ends or <see cref="FitOptions.OnStep"/> is to have it.
    /// </summary>
    /// <exception cref="TrainingDivergedException">A loss is NaN or infinite, or a gradient on a device was.</exception>
    public void EndStep()
    {
        _runSteps++;
        _steps++;
        bool draws = IsTimeToDraw();
        if (!draws && _options.OnStep is null) return;
        _lossSum = _onDevice.Fetch(_lossSum);
        if (draws) Draw();
        if (_options.OnStep is not null) Show(_onDevice.Last());
    }

    /// <summary>Before an epoch ends: computes the metrics that the user wants.</summary>
    /// <param name="data">The data set that is predicted, if there is one.</param>
    /// <param name="predict">The model's predictions for a data set.</param>
    public void Measure(Dataset? data, Func<Dataset, PredictedData> predict)
    {
        if (data is null || _options.Metrics is not { Count: > 0 } metrics)
            return;
        PredictedData predicted = predict(data);
        _metrics = metrics.ToDictionary(metric => metric.Key, metric => Finite(metric.Value(predicted)));
    }

    /// <summary>Before a run ends: computes what it is to report of each class.</summary>
    /// <inheritdoc cref="Measure"/>
    public void Classify(Dataset? data, Func<Dataset, PredictedData> predict)
    {
        if (data is not null && _options.ClassMetrics)
            _classMetrics = ClassMetrics.Of(predict(data), data.ClassNames);
    }

    /// <summary>Ends an epoch. Nothing is shown or written yet, since that may fail.</summary>
    /// <param name="validation">Result on the validation set; null without one.</param>
    /// <param name="test">Result on the test set; null without one.</param>
    /// <param name="zigZag">Measures of the epoch, if the model takes any.</param>
    /// <returns>
    /// Whether the epoch is the best so far, that is, has the highest validation accuracy or, in a regression, the lowest validation loss;
    /// always true without a validation set.
    /// </returns>
    /// <exception cref="TrainingDivergedException">A loss or a gradient on a device was NaN or infinite.</exception>
    public bool EndEpoch(Evaluation? validation, Evaluation? test, IReadOnlyList<ZigZagMeasures>? zigZag = null)
    {
        _lossSum = _onDevice.Fetch(_lossSum);
        _onDevice.EndEpoch();
        var epoch = new EpochReport
        {
            Epoch = _epoch,
            Phase = _phase,
            LearningRate = _learningRate,
            TrainLoss = _lossSum / _steps,
            ValidationAccuracy = Accuracy(validation, nameof(validation)),
            ValidationLoss = FiniteLoss(validation),
            TestAccuracy = Accuracy(test, nameof(test)),
            TestLoss = FiniteLoss(test),
            Seconds = _clock.EpochSeconds,
            Steps = _steps,
            Metrics = _metrics,
            ZigZag = zigZag,
        };
        _metrics = null;
        _clock.EndEpoch(_steps);
        bool isBest = _record.Add(epoch, isValidated: validation is not null);
        if (_record.Epochs.Count == Epochs || HasLostPatience) Interruption.Settle();
        (TestAccuracy, TestLoss) = (epoch.TestAccuracy, epoch.TestLoss);
        return isBest;
    }

    /// <summary>
    /// Shows the epoch that has ended, once it is safe in a checkpoint: adds its row, writes the report file and calls <see
    /// cref="FitOptions.OnEpoch"/>.
    /// </summary>
    public void ShowEpoch()
    {
        EpochReport epoch = _record.Epochs[^1];
        _display.AddRow(
            epoch, LastEpoch, isBest: _record.EndsWithBest && (GoesByLoss ? epoch.ValidationLoss : epoch.ValidationAccuracy) is not null);
        _files.Update(Report(GoesByLoss ? epoch.TestLoss : epoch.TestAccuracy), _notes);
        _log.Ended(epoch, LastEpoch);
        Call(_options.OnEpoch, epoch);
        if (_options.EpochProgress is { } progress) Call(progress.Report, epoch);
        _group?.Ask(); // since that may have cancelled the run
    }

    /// <summary>
    /// After an epoch: takes over a learning rate that the user has set since its last step, for example in <see
    /// cref="FitOptions.OnEpoch"/>. The next epochs go on from it, with the schedule that is declared. The processes of a group take over
    /// that of the first, which alone calls the user.
    /// </summary>
    /// <param name="present">The model's learning rate.</param>
    /// <returns>Whether it is another than that of the last step.</returns>
    public bool TakesRateOfEpoch(float present) => TakesRate(_group?.OfFirst(present) ?? present);

    /// <summary>After a step: the same, of <see cref="FitOptions.OnStep"/>.</summary>
    /// <param name="present">The model's learning rate.</param>
    public void TakeRateOfStep(float present)
    {
        if (_callsAfterSteps)
            TakesRate(_group?.OfFirst(present) ?? present);
    }

    /// <summary>Records that the model was restored to its best epoch.</summary>
    public void RestoreBest()
    {
        if (_record.EndsWithBest)
            return;
        (TestAccuracy, TestLoss) = (null, null);
        _isRestored = true;
    }

    /// <summary>
    /// The settings that distinguish this run from one with other options, as names and values. They take precedence over entries of the
    /// same name in the model's recipe.
    /// </summary>
    internal IEnumerable<(string Words, string Value)> Describe() =>
    [
        ("seed", Invariant($"{_record.Run.Seed}")),
        ("period of backtracking", Invariant($"{Schedule.BacktrackPeriod}")),
        ("blend of backtracking", Invariant($"{_record.Run.Blend ?? 0}")),
        ("number of steps of an epoch", Invariant($"{Schedule.StepsPerEpoch}")),
        ("first epoch", Invariant($"{Schedule.First}")),
        .. Rates.EndsWithRun ? [("last epoch of the schedule", Invariant($"{LastEpoch}"))] : ((string, string)[])[],
    ];

    /// <summary>Tells the run that other processes take part in it.</summary>
    internal void Join(GroupRun group)
    {
        _group = group;
        Interruption.Group = group;
    }

    /// <summary>Before the first epoch: all processes of a group must begin it in the same state.</summary>
    internal void RequireSameState() => _group?.RequireSameState();

    /// <summary>The progress that a checkpoint records; fetches losses that are on a device.</summary>
    internal RunProgress Progress()
    {
        if (_resumed is not null)
            return _resumed; // no step was taken since
        bool isWithin = _epoch >= Schedule.First + _record.Epochs.Count;
        if (isWithin)
            _lossSum = _onDevice.Fetch(_lossSum);
        return new RunProgress
        {
            Report = Report(test: null),
            Steps = isWithin ? _steps : 0,
            LossSum = isWithin ? _lossSum : 0,
            EpochSeconds = isWithin ? _clock.EpochSeconds : 0,
            InitialRate = _isRateSet ? InitialRate : null,
        };
    }

    /// <summary>Resumes from a checkpoint, before the first epoch begins.</summary>
    /// <returns>The epoch to resume.</returns>
    internal int Resume(RunProgress progress, string path)
    {
        _record.Resume(progress.Report);
        _runSteps = _record.Epochs.Sum(epoch => epoch.Steps) + progress.Steps;
        _resumed = progress;
        InitialRate = progress.InitialRate ?? InitialRate;
        _isRateSet = progress.InitialRate is not null;
        _clock.Resume(progress.Report.Seconds);
        string place = progress.Steps == 0 ? "" : Invariant($" and {progress.Steps} steps");
        Note(Invariant($"resumed after {_record.Epochs.Count} of {Epochs} epochs{place} from {path}"));
        return Schedule.First + _record.Epochs.Count;
    }

    /// <summary>The parameters whose scales <see cref="FitOptions.TensorBoardPath"/> shows.</summary>
    internal void Watch(IReadOnlyList<Parameter> parameters) => _files.Watch(parameters);

    /// <summary>A line for the user.</summary>
    internal void Note(string message)
    {
        _display.Note(message);
        _log.Note(message);
    }

    /// <summary>Notes a failure that does not end the run, here and in the report.</summary>
    internal void NoteFailure(string kind, string note) => _notes.Add(kind, note);

    /// <summary>Ends the run, writes the final report file and returns the report.</summary>
    /// <param name="test">
    /// Test accuracy in [0, 1] of the current weights of the model, or their test loss in a regression; null without a test set.
    /// </param>
    public TrainingReport Complete(double? test)
    {
        Interruption.Settle();
        TrainingReport report = Report(GoesByLoss ? Finite(test) : Checked(test, nameof(test))) with { ClassMetrics = _classMetrics };
        _display.Clear();
        string summary = TrainingSummary.Of(report, Epochs, _isRestored);
        _display.End(summary);
        _log.Completed(summary);
        _files.SaveReport(report, "the final report was not written", _notes);
        Dispose();
        return report with { Notes = _notes.All };
    }

    /// <summary>Adds the epoch, and what was restored, to the exception of a step.</summary>
    /// <param name="inner">The exception of the step.</param>
    /// <param name="restored">Whether the model was restored to its best epoch.</param>
    public TrainingDivergedException Explain(TrainingDivergedException inner, bool restored)
    {
        string state = (_record.Best, restored) switch
        {
            (null, _) => "No epoch was complete; the model is as it was before this step.",
            ({ } best, true) => Invariant($"The model was restored to its best epoch ({best.Epoch})."),
            ({ } best, false) => Invariant($"The model was not restored to its best epoch ({best.Epoch})."),
        };
        return new(inner, _epoch, state);
    }

    /// <summary>Stops handling Ctrl-C and ends the progress line.</summary>
    public void Dispose()
    {
        Interruption.Dispose();
        _display.Dispose();
        _kept?.Dispose();
        _files.Dispose();
    }

    private TrainingSchedule Schedule => _settings.Schedule;

    /// <summary>Whether no epoch has been better than the best for as long as the user has patience.</summary>
    private bool HasLostPatience => _record.EpochsSinceBest >= _options.Patience;

    private float RateAfter(int epoch, long steps)
    {
        _factor = FactorAfter(epoch, steps);
        return LearningRateSchedule.Scaled(InitialRate, _factor);
    }

    private double FactorAfter(int epoch, long steps) => Rates.Factor(epoch, (double)steps / StepsPerEpoch, LastEpoch, _reductions);

    /// <summary>Goes on from a learning rate that is not the schedule's.</summary>
    private bool TakesRate(float present)
    {
        if (present == _learningRate)
            return false;
        if (_factor > 0)
            InitialRate = (float)Math.Clamp(present / _factor, LearningRateSchedule.SmallestRate, float.MaxValue);
        _learningRate = present;
        _isRateSet = true;
        return true;
    }

    private void Show(float loss) => Call(
        _options.OnStep,
        new StepReport
        {
            Epoch = _epoch,
            Step = _steps,
            StepsPerEpoch = StepsPerEpoch,
            Phase = _phase,
            Loss = loss,
            LearningRate = _learningRate,
        });

    /// <summary>Calls the user, who may evaluate the model.</summary>
    private void Call<TReport>(Action<TReport>? user, TReport report)
    {
        if (_group is null)
            user?.Invoke(report);
        else if (user is not null)
            _group.Alone(user, report);
    }

    private TrainingReport Report(double? test) =>
        _record.Report(test, IsCancelled, _clock.RunSeconds) with
        {
            StoppedEarly = HasLostPatience && _record.Epochs.Count < Epochs,
            Notes = _notes.All,
        };

    /// <summary>At most ten times per second, and after the last step of an epoch.</summary>
    private bool IsTimeToDraw()
    {
        long now = _clock.EndStep();
        if (now < _nextDraw && (_steps != StepsPerEpoch || !_display.IsLive)) return false;
        _nextDraw = now + (_display.IsLive ? _clock.Frequency / DrawsPerSecond : _clock.Frequency * SecondsOfLine);
        return true;
    }

    private void Draw() => _display.Draw(new ProgressState(
        _epoch, LastEpoch, _phase, _steps, StepsPerEpoch, _lossSum / _steps, _clock.EpochSeconds, _clock.Remaining(_steps)));

    /// <summary>JSON has no NaN or infinity.</summary>
    private static double? FiniteLoss(Evaluation? evaluation) => Finite(evaluation?.Loss);

    private static double? Finite(double? loss) => loss is { } value && double.IsFinite(value) ? value : null;

    private double? Accuracy(Evaluation? evaluation, string parameter) =>
        GoesByLoss ? null : Checked(evaluation?.Accuracy, parameter);

    private static double? Checked(double? accuracy, string parameter) => accuracy is null or (>= 0 and <= 1)
        ? accuracy
        : throw new ArgumentOutOfRangeException(parameter, accuracy, "An accuracy lies in [0, 1].");
}
