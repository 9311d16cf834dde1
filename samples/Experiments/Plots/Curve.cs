using Experiments.Tables;
using QuantDsl;

namespace Experiments.Plots;

/// <summary>A quantity of a group of runs, epoch by epoch.</summary>
/// <param name="Style">Its style.</param>
/// <param name="Points">Its points.</param>
internal sealed record Curve(CurveStyle Style, IReadOnlyList<Curve.Point> Points)
{
    /// <summary>Computes mean and standard deviation over the seeds for each epoch in which every run has the quantity.</summary>
    /// <param name="result">The runs.</param>
    /// <param name="style">The curve's style.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="quantity">The quantity of an epoch; null if the epoch does not have it.</param>
    public static Curve Of(GroupResult result, CurveStyle style, Axis x, Func<EpochReport, double?> quantity)
    {
        List<Point> points = [];
        double gradients = 0;
        for (int i = 0; i < result.Runs[0].Epochs.Count; i++)
        {
            gradients += result.Runs[0].Epochs[i].GradientEvaluations; // the same for all seeds
            double?[] values = [.. result.Runs.Select(run => quantity(run.Epochs[i]))];
            if (!Array.TrueForAll(values, value => value is not null))
                continue;
            var sample = Sample.Of(values.Select(value => value!.Value));
            points.Add(new Point(x == Axis.Epochs ? i + 1 : gradients, sample.Mean, sample.Count == 1 ? 0 : sample.Deviation));
        }

        return new Curve(style, points);
    }

    /// <summary>A point and half the height of its band.</summary>
    internal readonly record struct Point(double X, double Mean, double Deviation);
}
