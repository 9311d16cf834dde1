using Experiments.Runs;
using QuantDsl;

namespace Experiments.Tables;

/// <summary>A measure of zig-zag, of an epoch over all quantized tensors of a network.</summary>
/// <param name="Title">Its name, for people.</param>
/// <param name="Name">Its name, for programs.</param>
/// <param name="Digits">Decimals to show.</param>
/// <param name="Of">Its value; null in an epoch without it.</param>
internal sealed record ZigZagMeasure(string Title, string Name, int Digits, Func<EpochReport, double?> Of)
{
    private const int Last = 5; // with the paper's period of 5 there is always one among them that backtracks

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<ZigZagMeasure> All =
    [
        new("level flips, %", "level_flips", 3, epoch => 100 * Mean(epoch, measures => measures.LevelFlips)),
        new("sign changes, %", "sign_changes", 2, epoch => 100 * Mean(epoch, measures => measures.SignChanges)),
        new("largest swing", "largest_swing", 4, epoch => epoch.ZigZag?.Max(measures => measures.LargestSwing)),
        new("cos(g, last g)", "gradient_cosine", 3, epoch => Mean(epoch, measures => measures.GradientCosine)),
        new("cos(g, trial g)", "trial_cosine", 3, epoch => Mean(epoch, measures => measures.TrialCosine)),
    ];

    /// <summary>Whether any epoch of the runs has it.</summary>
    public bool IsIn(IEnumerable<GroupResult> results) =>
        results.Any(result => result.Runs.Any(run => run.Epochs.Any(epoch => Of(epoch) is not null)));

    /// <summary>Over the seeds: the mean of the last five epochs, of those that have it; null if none has.</summary>
    public Sample? AtTheEnd(GroupResult result)
    {
        double[] means = [.. result.Runs.Select(AtTheEnd).OfType<double>()];
        return means.Length == 0 ? null : Sample.Of(means);
    }

    private double? AtTheEnd(RunRecord run) => run.Epochs.TakeLast(Last).Average(Of);

    /// <summary>Over the tensors that have it.</summary>
    private static double? Mean(EpochReport epoch, Func<ZigZagMeasures, double?> measure) => epoch.ZigZag?.Average(measure);
}
