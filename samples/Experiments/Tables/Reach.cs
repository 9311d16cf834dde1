using Experiments.Runs;
using QuantDsl;

namespace Experiments.Tables;

/// <summary>What half of the seeds needed to reach a test accuracy.</summary>
/// <param name="Epochs">Epochs; infinity if fewer than half reached it.</param>
/// <param name="Gradients">Gradients of minibatches; infinity likewise.</param>
internal readonly record struct Reach(double Epochs, double Gradients)
{
    /// <summary>Of runs.</summary>
    /// <param name="runs">Runs of one group.</param>
    /// <param name="percent">The accuracy.</param>
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
            // 98.5 % of 10 000 images are 9850, whatever 0.985 is in binary.
            if (100 * epoch.TestAccuracy >= percent - 1e-9)
                return (epoch.Epoch, gradients);
        }

        return (double.PositiveInfinity, double.PositiveInfinity);
    }
}
