using Experiments.Runs;
using QuantDsl;

namespace Experiments.Tables;

/// <summary>A zig-zag measure of an epoch, over all quantized tensors of a network.</summary>
/// <param name="Title">Name in tables for people and in figures.</param>
/// <param name="Name">Name in CSV.</param>
/// <param name="Digits">Number of decimals to show.</param>
/// <param name="Of">Returns its value in an epoch; null if the epoch does not have it.</param>
internal sealed record ZigZagMeasure(string Title, string Name, int Digits, Func<EpochReport, double?> Of)
{
    private const int Last = 5; // with the paper's period of 5, one of these epochs always backtracks

    /// <summary>All measures.</summary>
    public static readonly IReadOnlyList<ZigZagMeasure> All =
    [
        new("level flips, %", "level_flips", 3, epoch => 100 * Mean(epoch, measures => measures.LevelFlips)),
        new("sign changes, %", "sign_changes", 2, epoch => 100 * Mean(epoch, measures => measures.SignChanges)),
        new("largest swing", "largest_swing", 4, epoch => epoch.ZigZag?.Max(measures => measures.LargestSwing)),
        new("cos(g, last g)", "gradient_cosine", 3, epoch => Mean(epoch, measures => measures.GradientCosine)),
        new("cos(g, trial g)", "trial_cosine", 3, epoch => Mean(epoch, measures => measures.TrialCosine)),
    ];

    /// <summary>Whether any epoch of the runs has this measure.</summary>
    public bool IsIn(IEnumerable<GroupResult> results) =>
        results.Any(result => result.Runs.Any(run => run.Epochs.Any(epoch => Of(epoch) is not null)));

    /// <summary>
    /// Statistics over the seeds of the mean over those of the last five epochs that have this measure; null if none has it.
    /// </summary>
    public Sample? AtTheEnd(GroupResult result)
    {
        double[] means = [.. result.Runs.Select(AtTheEnd).OfType<double>()];
        return means.Length == 0 ? null : Sample.Of(means);
    }

    private double? AtTheEnd(RunRecord run) => run.Epochs.TakeLast(Last).Average(Of);

    /// <summary>Mean over the tensors that have this measure.</summary>
    private static double? Mean(EpochReport epoch, Func<ZigZagMeasures, double?> measure) => epoch.ZigZag?.Average(measure);
}
