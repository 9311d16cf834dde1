using Experiments.Runs;
using static System.FormattableString;

namespace Experiments.Tables;

/// <summary>The finished runs of a group.</summary>
/// <param name="Group">Their common settings.</param>
/// <param name="Runs">The runs, ordered by seed.</param>
internal sealed record GroupResult(RunGroup Group, IReadOnlyList<RunRecord> Runs)
{
    /// <summary>Test accuracy at the best validation epoch, in percent.</summary>
    public Sample Test => Sample.Of(Runs.Select(run => 100 * run.Summary!.TestAccuracyAtBestValidation));

    /// <summary>Best validation accuracy, in percent.</summary>
    public Sample Validation => Sample.Of(Runs.Select(run => 100 * run.Summary!.BestValidationAccuracy));

    /// <summary>
    /// Test loss at the best validation epoch; null if a run does not have it, because it is older than this measure or the loss was NaN or
    /// infinite.
    /// </summary>
    public Sample? TestLoss
    {
        get
        {
            double[] losses = [.. Runs.Select(run => run.Epochs[run.Summary!.BestEpoch - 1].TestLoss).OfType<double>()];
            return losses.Length == Runs.Count ? Sample.Of(losses) : null;
        }
    }

    /// <summary>Training time in seconds.</summary>
    public Sample Seconds => Sample.Of(Runs.Select(run => run.Summary!.TrainingSeconds));

    /// <summary>Groups the finished runs, in the order of the table.</summary>
    /// <exception cref="InvalidDataException">The runs of a network are not comparable.</exception>
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
            {
                throw new InvalidDataException(
                    $"{other.Path}: expected a run that is comparable with {first.Path}, found {difference}. "
                    + "Keep different experiments in different folders.");
            }
        }
    }
}
