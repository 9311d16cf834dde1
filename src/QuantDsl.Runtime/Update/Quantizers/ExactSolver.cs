using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The global minimiser of ternary levels. It sorts all weights of a row, so tiles do not help: the solver writes q, too.
/// </summary>
/// <typeparam name="TGrid">Ternary levels, with one scale or two.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ExactSolver<TGrid> : IWeightQuantizer
    where TGrid : struct, IGrid
{
    /// <inheritdoc/>
    public static bool IsBinary => false;

    /// <inheritdoc/>
    public static int ScalesPerRow => TGrid.ScalesPerRow;

    /// <inheritdoc/>
    public static void QuantizeRow(ReadOnlySpan<float> values, ReadOnlySpan<float> curvature, Span<float> quantized, Span<float> scales)
    {
        if (TGrid.ScalesPerRow == 1)
        {
            scales[0] = ExactScales.Scale(values, curvature);
        }
        else
        {
            scales[0] = ExactScales.SideScale(values, curvature, 1f);
            scales[1] = ExactScales.SideScale(values, curvature, -1f);
        }
        WriteLevels(values, scales, quantized);
    }

    /// <inheritdoc/>
    public static void WriteLevels(ReadOnlySpan<float> values, ReadOnlySpan<float> scales, Span<float> quantized) =>
        Levels<TGrid>.Quantize(values, scales, quantized, pastCache: false);

    /// <inheritdoc/>
    public static int CompareLevels(ReadOnlySpan<float> values, ReadOnlySpan<float> scales, Span<sbyte> codes) =>
        Levels<TGrid>.Compare(values, scales, codes);

    /// <inheritdoc/>
    public static void Accumulate<TRule, TMeasuring>(TiledUpdate update, in Tile tile, int scale)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring =>
        Rows<ExactSolver<TGrid>>.Move<TRule, TMeasuring>(update, tile);

    /// <inheritdoc/>
    public static void SolveScales<TRule, TMeasuring>(TiledUpdate update, in Tile whole, int endTile, int scale)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring =>
        Rows<ExactSolver<TGrid>>.Quantize<TMeasuring>(update, whole, count: 1, scale);

    /// <inheritdoc/>
    public static void QuantizeTile<TMeasuring>(TiledUpdate update, in Tile tile, int scale)
        where TMeasuring : struct, IMeasuring
    {
        // The solver wrote q.
    }
}
