using ScottPlot;

namespace Experiments.Plots;

/// <summary>Creates panels with the common style.</summary>
internal static class Panel
{
    private const float TitleSize = 14;
    private const float LabelSize = 12;

    /// <summary>Creates an empty panel.</summary>
    public static Plot New(string title, string x, string y = "")
    {
        FigureFont.Use(); // before labels are created, because they keep the font that is current then
        Plot plot = new();
        plot.RenderManager.ClearCanvasBeforeEachRender = false; // other panels share the canvas
        plot.Title(title, TitleSize);
        plot.XLabel(x, LabelSize);
        plot.YLabel(y, LabelSize);
        plot.Axes.Title.Label.Bold = false;
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Left.Label.Bold = false;
        return plot;
    }
}
