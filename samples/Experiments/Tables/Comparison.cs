using Experiments.Runs;
using static System.FormattableString;

namespace Experiments.Tables;

/// <summary>
/// A paired comparison of two groups of runs: runs with the same seed have the same initial weights, validation split and order of the
/// samples.
/// </summary>
/// <param name="One">The group.</param>
/// <param name="Baseline">The group it is compared with.</param>
/// <param name="Difference">Differences of test accuracy (group minus baseline) over the common seeds, in percentage points.</param>
internal sealed record Comparison(RunGroup One, RunGroup Baseline, Sample Difference)
{
    private const int EnoughSeeds = 5;

    /// <summary>Whether the mean is more than two standard errors from zero.</summary>
    public bool IsBeyondSpread => Math.Abs(Difference.Mean) > 2 * Difference.Error;

    /// <summary>The comparisons of interest: backtracking against LAQ, and discarding the trial's moments against keeping them.</summary>
    public static IReadOnlyList<Comparison> Of(IReadOnlyList<GroupResult> groups) =>
    [
        .. from one in groups
           from baseline in groups
           where Compares(one.Group, baseline.Group)
           let common = Common(one, baseline)
           where common.Length > 0
           select new Comparison(one.Group, baseline.Group, Sample.Of(common)),
    ];

    /// <summary>The result in one sentence.</summary>
    public override string ToString()
    {
        string what = Invariant($"{One.Network}, {One.Bits} bit: {Name(One)} less {Name(Baseline)}: ");
        if (Difference.Count == 1)
        {
            return what
                + Invariant($"{Difference.Mean:+0.000;-0.000;0.000} points with one common seed, which says nothing about the spread.");
        }

        return what
            + Invariant($"{Difference.Mean:+0.000;-0.000;0.000} ± {Difference.Deviation:F3} points over {Difference.Count} common seeds ")
            + Invariant($"(standard error {Difference.Error:F3}): ")
            + (IsBeyondSpread ? "beyond the spread" : "within the spread")
            + (Difference.Count < EnoughSeeds ? Invariant($"; fewer than {EnoughSeeds} seeds are a hint at most.") : ".");
    }

    private static bool Compares(RunGroup one, RunGroup baseline) =>
        one.Network == baseline.Network && one.Bits == baseline.Bits && one.Method.Backtracks()
        && (baseline.Method == Method.Laq || one.Method == Method.Discard && baseline == one with { Method = Method.Blaq });

    private static double[] Common(GroupResult one, GroupResult baseline) =>
    [
        .. from run in one.Runs
           join other in baseline.Runs on run.Settings.Seed equals other.Settings.Seed
           select 100 * (run.Summary!.TestAccuracyAtBestValidation - other.Summary!.TestAccuracyAtBestValidation),
    ];

    private static string Name(RunGroup group) => group.Method.Title()
        + (group.Period is { } period ? Invariant($" (period {period}, blend {group.Blend})") : "");
}
