using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace Experiments.Plots;

/// <summary>A panel of curves.</summary>
internal static class CurvePanel
{
    private const float LineWidth = 2;
    private const double BandOpacity = 0.18;

    /// <summary>Draws curves, the last one on top.</summary>
    /// <param name="title">Title of the panel.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="logarithmic">Whether the vertical axis is logarithmic.</param>
    /// <param name="curves">The curves.</param>
    public static Plot Draw(string title, Axis x, bool logarithmic, IReadOnlyList<Curve> curves)
    {
        Plot plot = Panel.New(title, x == Axis.Epochs ? "epoch" : "gradient evaluations");
        plot.Grid.MajorLineColor = Colors.Black.WithOpacity(0.08);
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic
        {
            IntegerTicksOnly = true,
            LabelFormatter = value => value.ToString("F0", CultureInfo.InvariantCulture),
        };

        Curve.Point[] all = [.. curves.SelectMany(curve => curve.Points)];
        double bottom = logarithmic ? Bottom(all) : double.NegativeInfinity;
        foreach (Curve curve in curves.Where(curve => curve.Points.Count > 0))
            Add(plot, curve, value => logarithmic ? LogScale.Place(value, bottom) : value);
        plot.Axes.Margins(0.02, 0.06);
        plot.Axes.AutoScale();
        if (logarithmic && all.Length > 0)
        {
            AxisLimits limits = plot.Axes.GetLimits();
            plot.Axes.Left.TickGenerator = new NumericManual([.. LogScale.Ticks(limits.Bottom, limits.Top)]);
        }

        return plot;
    }

    private static void Add(Plot plot, Curve curve, Func<double, double> place)
    {
        double[] xs = [.. curve.Points.Select(point => point.X)];
        FillY band = plot.Add.FillY(
            xs,
            [.. curve.Points.Select(point => place(point.Mean - point.Deviation))],
            [.. curve.Points.Select(point => place(point.Mean + point.Deviation))]);
        band.FillColor = curve.Style.Color.WithOpacity(BandOpacity);
        band.LineWidth = 0;

        Scatter line = plot.Add.Scatter(xs, [.. curve.Points.Select(point => place(point.Mean))]);
        line.Color = curve.Style.Color;
        line.LineWidth = LineWidth;
        line.LinePattern = curve.Style.Pattern;
        line.MarkerSize = xs.Length == 1 ? 6 : 0;
    }

    /// <summary>The lower end of bands, half the smallest positive mean: a band may reach below zero, which has no logarithm.</summary>
    private static double Bottom(Curve.Point[] points)
    {
        double[] positive = [.. points.Select(point => point.Mean).Where(mean => mean > 0)];
        return positive.Length == 0 ? 1e-12 : positive.Min() / 2;
    }
}
