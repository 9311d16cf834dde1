using global::Experiments.Runs;
using global::Experiments.Tables;

namespace QuantDsl.Tests.Experiments;

public class ComparisonTests
{
    [Fact]
    public void Differences_are_taken_seed_by_seed_over_the_common_seeds()
    {
        // Differences 0.1, 0.2 and 0.3 points; seed 3 has no partner, and would spoil the mean.
        Comparison comparison = Assert.Single(Compare(
            [.. Runs(MadeUpRuns.Laq, 0.990, 0.980, 0.970, 0.100), .. Runs(MadeUpRuns.Blaq, 0.991, 0.982, 0.973)]));

        Assert.Equal((MadeUpRuns.Blaq, MadeUpRuns.Laq), (comparison.One, comparison.Baseline));
        Assert.Equal(3, comparison.Difference.Count);
        Assert.Equal(0.2, comparison.Difference.Mean, 9);
        Assert.Equal(0.1, comparison.Difference.Deviation, 9);
        Assert.True(comparison.IsBeyondSpread); // 0.2 > 2 · 0.1/√3
        Assert.Equal(
            "lenet5, 1 bit: BLAQ (period 5, blend 0.6) less LAQ: +0.200 ± 0.100 points over 3 common seeds (standard error 0.058): "
            + "beyond the spread; fewer than 5 seeds are a hint at most.",
            comparison.ToString());
    }

    [Theory]
    [InlineData(0.9905, true)] // differences 0.05 ± 0.02 points, error 0.009
    [InlineData(0.9901, false)] // differences 0.01 ± 0.02 points
    [InlineData(0.9895, true)] // a loss, too, can be beyond the spread
    public void Two_standard_errors_decide(double blaq, bool beyond)
    {
        double[] noise = [0.0002, -0.0002, 0, 0.0002, -0.0002];
        Comparison comparison = Assert.Single(Compare(
            [.. Runs(MadeUpRuns.Laq, 0.99, 0.99, 0.99, 0.99, 0.99), .. Runs(MadeUpRuns.Blaq, [.. noise.Select(each => blaq + each)])]));

        Assert.Equal(beyond, comparison.IsBeyondSpread);
        Assert.EndsWith(beyond ? "): beyond the spread." : "): within the spread.", comparison.ToString());
    }

    [Fact]
    public void Equal_runs_are_within_the_spread() =>
        Assert.False(Assert.Single(Compare([.. Runs(MadeUpRuns.Laq, 0.9, 0.8), .. Runs(MadeUpRuns.Blaq, 0.9, 0.8)])).IsBeyondSpread);

    [Fact]
    public void One_common_seed_says_nothing_about_the_spread() =>
        Assert.EndsWith(
            "-0.100 points with one common seed, which says nothing about the spread.",
            Assert.Single(Compare([.. Runs(MadeUpRuns.Laq, 0.991), .. Runs(MadeUpRuns.Blaq, 0.990)])).ToString());

    [Fact]
    public void What_backtracks_is_compared_with_laq_and_discarding_with_keeping()
    {
        RunGroup[] groups =
        [
            MadeUpRuns.Laq, MadeUpRuns.Blaq, MadeUpRuns.Discard, MadeUpRuns.Adam,
            MadeUpRuns.Blaq with { Period = 1 }, MadeUpRuns.Laq with { Bits = 2 }, MadeUpRuns.Blaq with { Network = "mlp" },
        ];
        IEnumerable<(string, string)> pairs = Compare([.. groups.SelectMany(group => Runs(group, 0.9, 0.8))])
            .Select(comparison => (comparison.One.Id, comparison.Baseline.Id));

        Assert.Equal(
            [
                ("lenet5-1bit-blaq-p5-a0.6", "lenet5-1bit-laq"),
                ("lenet5-1bit-blaq-p1-a0.6", "lenet5-1bit-laq"),
                ("lenet5-1bit-discard-p5-a0.6", "lenet5-1bit-laq"),
                ("lenet5-1bit-discard-p5-a0.6", "lenet5-1bit-blaq-p5-a0.6"),
            ],
            pairs);
    }

    private static IEnumerable<RunRecord> Runs(RunGroup group, params double[] accuracies) =>
        accuracies.Select((accuracy, seed) => MadeUpRuns.Run(group, seed, [accuracy]));

    private static IReadOnlyList<Comparison> Compare(RunRecord[] runs) => Comparison.Of(GroupResult.Of(runs));
}
