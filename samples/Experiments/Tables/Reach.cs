using Experiments.Runs;
using QuantDsl;

namespace Experiments.Tables;

/// <summary>The effort after which half of the seeds had reached a test accuracy.</summary>
/// <param name="Epochs">Number of epochs; infinity if fewer than half of the seeds reached it.</param>
/// <param name="Gradients">Number of minibatch gradients; infinity likewise.</param>
internal readonly record struct Reach(double Epochs, double Gradients)
{
    /// <summary>Computes the effort for the runs of a group.</summary>
    /// <param name="runs">Runs of one group.</param>
    /// <param name="percent">The accuracy in percent.</param>
    public static Reach Of(IEnumerable<RunRecord> runs, double percent)
    {
        (double Epochs, double Gradients)[] all = [.. runs.Select(run => First(run.Epochs, percent))];
        return new Reach(Sample.LowerMedian(all.Select(one => one.Epochs)), Sample.LowerMedian(all.Select(one => one.Gradients)));
    }

    private static (double Epochs, double Gradients) First(IReadOnlyList<EpochReport> epochs, double percent)
    {
        double gradients = 0;
        foreach (EpochReport epoch in epochs)
        {
            gradients += epoch.GradientEvaluations;
            // Tolerates rounding: 9850 of 10 000 images must count as 98.5 %, although 0.985 has no exact binary form.
            if (100 * epoch.TestAccuracy >= percent - 1e-9)
                return (epoch.Epoch, gradients);
        }

        return (double.PositiveInfinity, double.PositiveInfinity);
    }
}
