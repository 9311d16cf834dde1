using QuantDsl;

namespace Experiments.Running;

/// <summary>
/// Estimates the remaining time of a set of runs. The unit of work is an epoch with one gradient per minibatch, evaluation included. Its
/// time is measured separately for every network and bit width; for those that have not run yet, the mean of the others is used.
/// </summary>
internal sealed class Remaining
{
    private readonly TimeProvider _time;
    private readonly int _parallel;
    private readonly Dictionary<Job, State> _jobs;
    private readonly Dictionary<(string Network, int Bits), Rate> _rates = [];

    /// <param name="jobs">The jobs.</param>
    /// <param name="parallel">Number of parallel runs.</param>
    /// <param name="time">The clock.</param>
    public Remaining(IEnumerable<Job> jobs, int parallel, TimeProvider time)
    {
        (_time, _parallel) = (time, parallel);
        _jobs = jobs.ToDictionary(job => job, job => new State(job.GradientsAfter(0), null));
    }

    /// <summary>Records that a run has completed an epoch, and estimates the remaining time of all runs.</summary>
    public TimeSpan? After(Job job, EpochReport epoch)
    {
        long now = _time.GetTimestamp();
        // The first epoch of a process begins after loading the data, at a time that is not known here; so the time of its steps is used.
        double seconds = _jobs[job].Last is { } last ? _time.GetElapsedTime(last, now).TotalSeconds : epoch.Seconds;
        _jobs[job] = new State(job.GradientsAfter(epoch.Epoch), now);
        (string, int) kind = Kind(job);
        _rates[kind] = _rates.GetValueOrDefault(kind).Add(seconds, job.Gradients(epoch.Epoch));

        double all = _rates.Values.Sum(rate => rate.Seconds) / _rates.Values.Sum(rate => rate.Work);
        double[] left = [.. _jobs.Select(pair => pair.Value.Work * UnitSeconds(pair.Key))];
        return TimeSpan.FromSeconds(Math.Max(left.Sum() / _parallel, left.Max()));

        double UnitSeconds(Job one) => _rates.TryGetValue(Kind(one), out Rate rate) ? rate.Seconds / rate.Work : all;
    }

    /// <summary>Removes a run that has failed.</summary>
    public void Drop(Job job) => _jobs.Remove(job);

    private static (string, int) Kind(Job job) => (job.Settings.Network, job.Settings.Bits);

    private readonly record struct State(int Work, long? Last);

    private readonly record struct Rate(double Seconds, int Work)
    {
        public Rate Add(double seconds, int work) => new(Seconds + seconds, Work + work);
    }
}
