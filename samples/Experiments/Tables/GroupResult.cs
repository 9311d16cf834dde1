using Experiments.Runs;
using static System.FormattableString;

namespace Experiments.Tables;

/// <summary>The finished runs of a group.</summary>
/// <param name="Group">What they have in common.</param>
/// <param name="Runs">The runs, by seed.</param>
internal sealed record GroupResult(RunGroup Group, IReadOnlyList<RunRecord> Runs)
{
    /// <summary>Test accuracy at the best validation, in percent.</summary>
    public Sample Test => Sample.Of(Runs.Select(run => 100 * run.Summary!.TestAccuracyAtBestValidation));

    /// <summary>Best validation accuracy, in percent.</summary>
    public Sample Validation => Sample.Of(Runs.Select(run => 100 * run.Summary!.BestValidationAccuracy));

    /// <summary>Test loss at the best validation accuracy; null if runs lack it, because they are of before losses were kept or it was not finite.</summary>
    public Sample? TestLoss
    {
        get
        {
            double[] losses = [.. Runs.Select(run => run.Epochs[run.Summary!.BestEpoch - 1].TestLoss).OfType<double>()];
            return losses.Length == Runs.Count ? Sample.Of(losses) : null;
        }
    }

    /// <summary>Seconds of training.</summary>
    public Sample Seconds => Sample.Of(Runs.Select(run => run.Summary!.TrainingSeconds));

    /// <summary>The groups of finished runs, in the order of the table.</summary>
    /// <exception cref="InvalidDataException">Runs of a network cannot be compared.</exception>
    public static IReadOnlyList<GroupResult> Of(IEnumerable<RunRecord> runs)
    {
        RunRecord[] finished = [.. runs.Where(run => run.IsFinished)];
        foreach (IGrouping<string, RunRecord> network in finished.GroupBy(run => run.Settings.Network))
            RequireComparable([.. network]);
        return
        [
            .. finished.GroupBy(run => run.Settings.Group)
                .OrderBy(group => group.Key)
                .Select(group => new GroupResult(group.Key, [.. group.OrderBy(run => run.Settings.Seed)])),
        ];
    }

    private static void RequireComparable(RunRecord[] runs)
    {
        RunRecord first = runs[0];
        foreach (RunRecord other in runs)
        {
            string? difference =
                other.Header.Epochs != first.Header.Epochs ? Invariant($"{other.Header.Epochs} epochs, not {first.Header.Epochs}")
                : other.Header.Data.Digest != first.Header.Data.Digest ? $"{other.Header.Data}, not {first.Header.Data}"
                : null;
            if (difference is not null)
                throw new InvalidDataException(
                    $"{other.Path}: expected what can be compared with {first.Path}, found {difference}. "
                    + "Keep different experiments in different folders.");
        }
    }
}
