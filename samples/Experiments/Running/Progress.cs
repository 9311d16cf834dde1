using Experiments.Runs;
using QuantDsl;
using static System.FormattableString;

namespace Experiments.Running;

/// <summary>Reports the progress of all runs: one line per completed epoch, with an estimate of the remaining time.</summary>
internal sealed class Progress
{
    private readonly Lock _gate = new();
    private readonly TextWriter _output;
    private readonly Remaining _remaining;
    private readonly int _idWidth;
    private readonly int _runs;
    private int _finished;

    /// <param name="jobs">The jobs.</param>
    /// <param name="output">Receives the lines.</param>
    /// <param name="remaining">Estimates the remaining time.</param>
    public Progress(IReadOnlyList<Job> jobs, TextWriter output, Remaining remaining)
    {
        (_output, _remaining, _runs) = (output, remaining, jobs.Count);
        _idWidth = jobs.Max(job => job.Settings.Id.Length);
    }

    /// <summary>Number of finished runs.</summary>
    public int Finished => _finished;

    /// <summary>Reports a line that was added to a run's file.</summary>
    public void Add(Job job, RunLine line)
    {
        lock (_gate)
        {
            if (line.Epoch is { } epoch)
                Write(job, Row(job, epoch, _remaining.After(job, epoch)));
            else if (line.Note is { } note)
                Write(job, note);
            else if (line.Summary is { } summary)
                Write(job, Result(summary, ++_finished));
            if (line.Summary?.ClassMetrics is { } metrics)
                Write(job, $"on the test set: {metrics}");
        }
    }

    /// <summary>Reports that a run failed.</summary>
    public void Fail(Job job, string message)
    {
        lock (_gate)
        {
            _remaining.Drop(job);
            Write(job, "failed: " + message);
        }
    }

    /// <summary>Formats a duration, for example <c>1 h 20 min</c>.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 100 } => Invariant($"{time.TotalSeconds:F0} s"),
        { TotalMinutes: < 100 } => Invariant($"{time.TotalMinutes:F0} min"),
        { TotalHours: < 48 } => Invariant($"{(int)time.TotalHours} h {time.Minutes} min"),
        _ => Invariant($"{(int)time.TotalDays} d {time.Hours} h"),
    };

    private static string Row(Job job, EpochReport epoch, TimeSpan? left) =>
        Invariant($"epoch {epoch.Epoch,3}/{job.Epochs}  {epoch.Phase.ToString().ToLowerInvariant(),-9}  loss {epoch.TrainLoss:F5}  ")
        + Invariant($"validation {100 * epoch.ValidationAccuracy:F2} %  test {100 * epoch.TestAccuracy:F2} %  {epoch.Seconds:F1} s")
        + (left is { } time ? $"  about {Duration(time)} left" : "");

    private string Result(RunSummary summary, int number) =>
        Invariant($"finished, {number} of {_runs}: test {100 * summary.TestAccuracyAtBestValidation:F2} % ")
        + Invariant($"at the best validation accuracy, {100 * summary.BestValidationAccuracy:F2} % in epoch {summary.BestEpoch}");

    private void Write(Job job, string text)
    {
        _output.WriteLine($"{job.Settings.Id.PadRight(_idWidth)}  {text}");
        _output.Flush();
    }
}
