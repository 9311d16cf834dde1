namespace QuantDsl.Training;

/// <summary>
/// Measures the time of a run and estimates how long the rest will take. Each kind of step is measured separately (a backtrack step takes
/// about as long as two others), and so is the time between the last step of an epoch and the next epoch (evaluation).
/// </summary>
internal sealed class TrainingClock(TimeProvider time, TrainingSchedule schedule)
{
    /// <summary>
    /// Assumed cost of a backtrack step, which has two forward and backward passes, until the first one has been measured.
    /// </summary>
    private const double BacktrackCost = 2;

    private readonly long _runStart = time.GetTimestamp();
    private readonly double[] _phaseSeconds = new double[3];
    private readonly long[] _phaseSteps = new long[3];
    private double _pauseSeconds;
    private int _pauses;
    private int _epoch;
    private TrainingPhase _phase;
    private long _epochStart;
    private long _lastStep;
    private double _secondsBefore; // of the current epoch, before the run was interrupted
    private double _runSecondsBefore;
    private bool _training;

    /// <summary>Ticks per second of the underlying clock.</summary>
    public long Frequency => time.TimestampFrequency;

    /// <summary>The present, in such ticks.</summary>
    public long Now => time.GetTimestamp();

    public double RunSeconds => _runSecondsBefore + time.GetElapsedTime(_runStart).TotalSeconds;

    /// <summary>Seconds from the start of the epoch to the end of its latest step.</summary>
    public double EpochSeconds => _secondsBefore + time.GetElapsedTime(_epochStart, _lastStep).TotalSeconds;

    /// <summary>Resumes a run that had taken <paramref name="seconds"/> when it was interrupted.</summary>
    public void Resume(double seconds) => _runSecondsBefore = seconds;

    /// <param name="epoch">Number of the epoch.</param>
    /// <param name="phase">The kind of step taken in the epoch.</param>
    /// <param name="seconds">Seconds that the epoch had taken when it was interrupted.</param>
    public void BeginEpoch(int epoch, TrainingPhase phase, double seconds = 0)
    {
        long now = time.GetTimestamp();
        if (_epoch > 0)
        {
            _pauseSeconds += time.GetElapsedTime(_lastStep, now).TotalSeconds;
            _pauses++;
        }
        _epoch = epoch;
        _phase = phase;
        _epochStart = _lastStep = now;
        _secondsBefore = seconds;
        _training = true;
    }

    /// <summary>Records the end of a step and returns the timestamp.</summary>
    public long EndStep() => _lastStep = time.GetTimestamp();

    public void EndEpoch(long steps)
    {
        _phaseSeconds[(int)_phase] += EpochSeconds;
        _phaseSteps[(int)_phase] += steps;
        _training = false;
    }

    /// <summary>
    /// Estimated remaining time of the whole run after a number of steps of the current epoch; null before the first step.
    /// </summary>
    public TimeSpan? Remaining(long steps)
    {
        double laq = SecondsPerStep(schedule.BasePhase, steps);
        double backtrack = SecondsPerStep(TrainingPhase.Backtrack, steps);
        if (double.IsNaN(laq)) laq = backtrack / BacktrackCost;
        if (double.IsNaN(backtrack)) backtrack = laq * BacktrackCost;
        if (double.IsNaN(laq)) return null;

        long epochSteps = _training ? Math.Max(0, schedule.StepsPerEpoch - steps) : 0;
        int backtrackEpochs = schedule.BacktrackEpochsAfter(_epoch);
        int laqEpochs = schedule.Last - _epoch - backtrackEpochs;
        double seconds = epochSteps * (_phase == TrainingPhase.Backtrack ? backtrack : laq)
            + (double)schedule.StepsPerEpoch * (laqEpochs * laq + backtrackEpochs * backtrack);
        if (_pauses > 0) seconds += _pauseSeconds / _pauses * (laqEpochs + backtrackEpochs + 1);
        return TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2));
    }

    /// <summary>Mean time per step of this kind, over completed epochs and the current one; NaN if there was none.</summary>
    private double SecondsPerStep(TrainingPhase phase, long steps)
    {
        bool isCurrent = _training && phase == _phase;
        return (_phaseSeconds[(int)phase] + (isCurrent ? EpochSeconds : 0)) / (_phaseSteps[(int)phase] + (isCurrent ? steps : 0));
    }
}
