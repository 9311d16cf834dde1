using ScottPlot;
using SkiaSharp;

namespace Experiments.Plots;

/// <summary>Rows of panels below a common legend.</summary>
/// <param name="rows">The panels.</param>
/// <param name="legend">The entries of the legend.</param>
internal sealed class Figure(IReadOnlyList<Plot[]> rows, IReadOnlyList<CurveStyle> legend)
{
    private const int PanelWidth = 460;
    private const int PanelHeight = 320;
    private const int Margin = 8;
    private const int LegendLine = 24;
    private const int SampleWidth = 36;
    private const float FontSize = 13;
    private const int PixelsPerUnit = 2; // for screens of high resolution

    private readonly int _width = (PanelWidth * rows.Max(row => row.Length)) + (2 * Margin);

    /// <summary>Writes the figure as PNG or SVG, depending on the file extension.</summary>
    public void Save(string path)
    {
        using var file = new MemoryStream();
        if (Path.GetExtension(path).Equals(".svg", StringComparison.OrdinalIgnoreCase))
            WriteSvg(file);
        else
            WritePng(file);
        File.WriteAllBytes(path, file.ToArray());
    }

    private static bool FitsBeside(float x, float width, float right) => x + width <= right;

    private void WriteSvg(Stream stream)
    {
        using SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(_width, Height()), stream);
        Draw(canvas);
    }

    private void WritePng(Stream stream)
    {
        using var surface = SKSurface.Create(new SKImageInfo(_width * PixelsPerUnit, Height() * PixelsPerUnit));
        surface.Canvas.Scale(PixelsPerUnit);
        Draw(surface.Canvas);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        data.SaveTo(stream);
    }

    private int Height() => LegendHeight() + (rows.Count * PanelHeight) + (2 * Margin);

    private int LegendHeight() => Entries().Select(entry => (int)entry.Y + LegendLine).DefaultIfEmpty().Max();

    private void Draw(SKCanvas canvas)
    {
        canvas.Clear(SKColors.White);
        DrawLegend(canvas);
        for (int row = 0; row < rows.Count; row++)
        {
            for (int column = 0; column < rows[row].Length; column++)
            {
                float left = Margin + (column * PanelWidth);
                float top = Margin + LegendHeight() + (row * PanelHeight);
                rows[row][column].Render(canvas, new PixelRect(left, left + PanelWidth, top + PanelHeight, top));
            }
        }
    }

    private void DrawLegend(SKCanvas canvas)
    {
        using var font = new SKFont(FigureFont.Typeface, FontSize);
        foreach ((float x, float y, CurveStyle style) in Entries())
        {
            float middle = Margin + y + (LegendLine / 2f);
            using var text = new SKPaint { Color = SKColors.Black, IsAntialias = true };
            using SKPathEffect? dashes = style.Pattern.GetPathEffect();
            using var line = new SKPaint
            {
                Color = new SKColor(style.Color.ARGB),
                StrokeWidth = 3,
                IsStroke = true,
                IsAntialias = true,
                PathEffect = dashes,
            };
            canvas.DrawLine(x, middle, x + SampleWidth, middle, line);
            canvas.DrawText(style.Label, x + SampleWidth + Margin, middle + (FontSize / 3), font, text);
        }
    }

    /// <summary>Positions of the legend's entries: side by side, in as many lines as the width of the figure requires.</summary>
    private IEnumerable<(float X, float Y, CurveStyle Style)> Entries()
    {
        using var font = new SKFont(FigureFont.Typeface, FontSize);
        float left = 3 * Margin;
        float x = left;
        float y = 0;
        foreach (CurveStyle style in legend)
        {
            float width = SampleWidth + Margin + font.MeasureText(style.Label);
            if (x > left && !FitsBeside(x, width, _width - Margin))
                (x, y) = (left, y + LegendLine);
            yield return (x, y, style);
            x += width + (3 * Margin);
        }
    }
}
