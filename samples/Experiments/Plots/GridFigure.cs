using Experiments.Tables;
using ScottPlot;
using ScottPlot.Colormaps;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using static System.FormattableString;

namespace Experiments.Plots;

/// <summary>A figure of heat maps: test accuracy by blend and period.</summary>
internal static class GridFigure
{
    private const double DarkBelow = 0.6;

    /// <summary>Draws one heat map per grid.</summary>
    public static Figure Draw(IReadOnlyList<AblationGrid> grids) => new([.. grids.Select(grid => new[] { Map(grid) })], []);

    private static Plot Map(AblationGrid grid)
    {
        string laq = grid.Laq is { } result ? $"; LAQ: {ResultTable.WithSpread(result.Test, 2)}" : "";
        Plot plot = Panel.New($"{grid.Title}: test accuracy, %{laq}", "period", "blend");
        plot.HideGrid();

        double low = grid.Cells.Min(cell => cell.Test.Mean);
        double high = grid.Cells.Max(cell => cell.Test.Mean);
        for (int row = 0; row < grid.Blends.Count; row++)
        {
            for (int column = 0; column < grid.Periods.Count; column++)
            {
                if (grid.At(grid.Blends[row], grid.Periods[column]) is { } cell)
                    AddCell(plot, column, row, cell.Test, high > low ? (cell.Test.Mean - low) / (high - low) : 1);
            }
        }

        plot.Axes.Bottom.TickGenerator = Ticks(grid.Periods.Select(period => Invariant($"{period}")));
        plot.Axes.Left.TickGenerator = Ticks(grid.Blends.Select(blend => Invariant($"{blend}")));
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.SetLimits(-0.5, grid.Periods.Count - 0.5, -0.5, grid.Blends.Count - 0.5);
        return plot;
    }

    private static void AddCell(Plot plot, int column, int row, Sample test, double fraction)
    {
        Rectangle cell = plot.Add.Rectangle(column - 0.5, column + 0.5, row - 0.5, row + 0.5);
        cell.FillColor = new Viridis().GetColor(fraction);
        cell.LineColor = Colors.White;
        cell.LineWidth = 1;
        Text text = plot.Add.Text(ResultTable.WithSpread(test, 2), column, row);
        text.Alignment = Alignment.MiddleCenter;
        text.LabelFontColor = fraction < DarkBelow ? Colors.White : Colors.Black;
        text.LabelFontSize = 12;
    }

    private static NumericManual Ticks(IEnumerable<string> labels)
    {
        NumericManual ticks = new();
        foreach ((int place, string label) in labels.Index())
            ticks.AddMajor(place, label);
        return ticks;
    }
}
