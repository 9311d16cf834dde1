using ScottPlot;
using SkiaSharp;

namespace Experiments.Plots;

/// <summary>
/// The font of the figures. It is part of the program, because a server may have no fonts and figures should look the same everywhere.
/// </summary>
internal sealed class FigureFont : IFontResolver
{
    private const string Resource = "DejaVuSans-subset.ttf";

    private FigureFont()
    {
    }

    /// <summary>Name of the font family.</summary>
    public const string Name = "DejaVu Sans";

    /// <summary>The glyphs.</summary>
    public static SKTypeface Typeface { get; } = Load();

    /// <summary>Makes ScottPlot use this font for all text.</summary>
    public static void Use()
    {
        if (Fonts.FontResolvers.Exists(resolver => resolver is FigureFont))
            return;
        Fonts.FontResolvers.Insert(0, new FigureFont());
        Fonts.Default = Name;
    }

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Name ? Typeface : null;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Name ? Typeface : null;

    private static SKTypeface Load()
    {
        using Stream stream = typeof(FigureFont).Assembly.GetManifestResourceStream(Resource)!;
        return SKTypeface.FromStream(stream);
    }
}
