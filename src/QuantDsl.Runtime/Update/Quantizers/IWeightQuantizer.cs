using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Q_D(w; α): scales α and levels b that minimise ½ Σ D(w − α·b)². Rows are quantized in one go; what has more weights than a tile in the
/// phases of an update.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IWeightQuantizer
{
    /// <summary>Whether the levels are −1 and 1, so that a level is the sign of the latent weight.</summary>
    static abstract bool IsBinary { get; }

    /// <summary>Scales of a row: 1, or 2 if positive and negative weights have one each.</summary>
    static abstract int ScalesPerRow { get; }

    /// <summary>Quantizes a row.</summary>
    /// <param name="values">The weights w.</param>
    /// <param name="curvature">Their curvature D, which may lie where <paramref name="quantized"/> goes.</param>
    /// <param name="quantized">Receives q = α·b.</param>
    /// <param name="scales">The previous scales, or 0; receives the new ones.</param>
    static abstract void QuantizeRow(
        ReadOnlySpan<float> values, ReadOnlySpan<float> curvature, Span<float> quantized, Span<float> scales);

    /// <summary>Writes q = α·b of a row whose scales are known.</summary>
    static abstract void WriteLevels(ReadOnlySpan<float> values, ReadOnlySpan<float> scales, Span<float> quantized);

    /// <summary>
    /// Replaces the level codes of the previous step by those of the weights; returns how many differ. Not for binary levels.
    /// </summary>
    static abstract int CompareLevels(ReadOnlySpan<float> values, ReadOnlySpan<float> scales, Span<sbyte> codes);

    /// <summary>First pass over a tile: moves the weights, and adds up what the scales follow from.</summary>
    static abstract void Accumulate<TRule, TMeasuring>(TiledUpdate update, in Tile tile, int scale)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring;

    /// <summary>The scales of a parameter, after the first pass.</summary>
    static abstract void SolveScales<TRule, TMeasuring>(TiledUpdate update, in Tile whole, int endTile, int scale)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring;

    /// <summary>Last pass over a tile: q = α·b.</summary>
    static abstract void QuantizeTile<TMeasuring>(TiledUpdate update, in Tile tile, int scale)
        where TMeasuring : struct, IMeasuring;
}
