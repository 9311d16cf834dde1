using ScottPlot;

namespace Experiments.Plots;

/// <summary>What all panels have in common.</summary>
internal static class Panel
{
    private const float TitleSize = 14;
    private const float LabelSize = 12;

    /// <summary>An empty one.</summary>
    public static Plot New(string title, string x, string y = "")
    {
        FigureFont.Use(); // before the labels are made, which take the font of their time
        Plot plot = new();
        plot.RenderManager.ClearCanvasBeforeEachRender = false; // the canvas has other panels, too
        plot.Title(title, TitleSize);
        plot.XLabel(x, LabelSize);
        plot.YLabel(y, LabelSize);
        plot.Axes.Title.Label.Bold = false;
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Left.Label.Bold = false;
        return plot;
    }
}
