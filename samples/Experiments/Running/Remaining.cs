using QuantDsl;

namespace Experiments.Running;

/// <summary>
/// Estimates how long a number of runs will take yet. The unit of work is a gradient of each minibatch; what it takes is measured for every
/// class apart, evaluation included, and for a class that has not run yet the mean of the others is taken.
/// </summary>
internal sealed class Remaining
{
    private readonly TimeProvider _time;
    private readonly int _parallel;
    private readonly Dictionary<Job, State> _jobs;
    private readonly Dictionary<(string Network, int Bits), Rate> _rates = [];

    /// <param name="jobs">The runs.</param>
    /// <param name="parallel">How many run at the same time.</param>
    /// <param name="time">The clock.</param>
    public Remaining(IEnumerable<Job> jobs, int parallel, TimeProvider time)
    {
        (_time, _parallel) = (time, parallel);
        _jobs = jobs.ToDictionary(job => job, job => new State(job.GradientsAfter(0), null));
    }

    /// <summary>A run completed an epoch; how long will all of them take? Null while nothing is measured.</summary>
    public TimeSpan? After(Job job, EpochReport epoch)
    {
        long now = _time.GetTimestamp();
        // The first epoch of a process begins when it has loaded its data, which nobody tells: its steps are timed without the evaluation.
        double seconds = _jobs[job].Last is { } last ? _time.GetElapsedTime(last, now).TotalSeconds : epoch.Seconds;
        _jobs[job] = new State(job.GradientsAfter(epoch.Epoch), now);
        (string, int) kind = Kind(job);
        _rates[kind] = _rates.GetValueOrDefault(kind).Add(seconds, job.Gradients(epoch.Epoch));

        double all = _rates.Values.Sum(rate => rate.Seconds) / _rates.Values.Sum(rate => rate.Work);
        double[] left = [.. _jobs.Select(pair => pair.Value.Work * UnitSeconds(pair.Key))];
        return TimeSpan.FromSeconds(Math.Max(left.Sum() / _parallel, left.Max()));

        double UnitSeconds(Job one) => _rates.TryGetValue(Kind(one), out Rate rate) ? rate.Seconds / rate.Work : all;
    }

    /// <summary>A run will not go on.</summary>
    public void Drop(Job job) => _jobs.Remove(job);

    private static (string, int) Kind(Job job) => (job.Settings.Network, job.Settings.Bits);

    private readonly record struct State(int Work, long? Last);

    private readonly record struct Rate(double Seconds, int Work)
    {
        public Rate Add(double seconds, int work) => new(Seconds + seconds, Work + work);
    }
}
