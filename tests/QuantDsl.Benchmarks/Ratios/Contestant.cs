using System.Diagnostics;

namespace QuantDsl.Benchmarks.Ratios;

/// <summary>Something that is timed in rounds beside others.</summary>
/// <param name="Name">What it is called on the progress output.</param>
/// <param name="Runs">How often it runs in a round.</param>
/// <param name="Run">What is timed.</param>
/// <param name="Prepare">What comes before each run and is not timed.</param>
internal sealed record Contestant(string Name, int Runs, Action Run, Action? Prepare = null)
{
    private readonly List<double> _rounds = [];

    /// <summary>Seconds of one run in each round: the median of its runs.</summary>
    public IReadOnlyList<double> Rounds => _rounds;

    /// <summary>Runs without timing.</summary>
    public void WarmUp(int runs)
    {
        for (int i = 0; i < runs; i++)
        {
            Prepare?.Invoke();
            Run();
        }
    }

    /// <summary>Takes part in one round.</summary>
    public void TakeTurn()
    {
        double[] seconds = new double[Runs];
        for (int i = 0; i < Runs; i++)
        {
            Prepare?.Invoke();
            long start = Stopwatch.GetTimestamp();
            Run();
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        _rounds.Add(Statistics.Median(seconds));
    }
}
