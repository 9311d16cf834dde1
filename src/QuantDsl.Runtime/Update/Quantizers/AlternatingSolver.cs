using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Alternation of levels and scale. The first pass sorts the weights into those whose level is the same wherever in its range the scale
/// ends, which it adds up, and the few candidates, which the solver then visits.
/// </summary>
/// <typeparam name="TGrid">The levels.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct AlternatingSolver<TGrid> : IWeightQuantizer
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
            ScaleSolver<TGrid, BothSides>.SolveRow(values, curvature, ref scales[0]);
        }
        else
        {
            ScaleSolver<TGrid, PositiveSide>.SolveRow(values, curvature, ref scales[0]);
            ScaleSolver<TGrid, NegativeSide>.SolveRow(values, curvature, ref scales[1]);
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
    [SkipLocalsInit]
    public static void Accumulate<TRule, TMeasuring>(TiledUpdate update, in Tile tile, int scale)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring
    {
        bool isBacktrack = update.Kind == UpdateKind.Backtrack;
        ScaleRange range = update.Range(scale, TGrid.Density);
        ScaleRange second = TGrid.ScalesPerRow == 2 ? update.Range(scale + 1, TGrid.Density) : range;
        Span<float> buffer = stackalloc float[TiledUpdate.BlockSize];
        var candidates = new CandidateList(tile.Quantized);
        var measured = new ZigZagSums();
        var sums = default(TileSums);
        for (int start = 0; start < tile.Count; start += TiledUpdate.BlockSize)
        {
            Tile block = tile.Block(start);
            Span<float> curvature = isBacktrack ? block.Scratch : buffer[..block.Count]; // kept where it does not follow from v
            QuantizedMove<AlternatingSolver<TGrid>, TRule, TMeasuring>.Run(update, block, block.Values, curvature, ref measured);
            if (TGrid.ScalesPerRow == 1)
                Sort(block.Values, curvature, range, ref candidates, ref sums);
            else
                SortSides(block.Values, curvature, range, second, ref candidates, ref sums);
        }
        update.ReportSums(tile, sums.Products, sums.Squares);
        if (TGrid.ScalesPerRow == 2)
            update.ReportSums(tile, sums.SecondProducts, sums.SecondSquares, side: 1);
        update.ReportCandidates(tile, candidates.Count);
        if (TMeasuring.IsOn)
            update.Measures!.Report(tile, measured, update.Kind);
    }

    /// <inheritdoc/>
    public static void SolveScales<TRule, TMeasuring>(TiledUpdate update, in Tile whole, int endTile, int scale)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring
    {
        if (TGrid.ScalesPerRow == 1)
        {
            ScaleSolver<TGrid, BothSides>.SolveTiles<TRule>(update, whole, endTile, scale);
        }
        else
        {
            ScaleSolver<TGrid, PositiveSide>.SolveTiles<TRule>(update, whole, endTile, scale);
            ScaleSolver<TGrid, NegativeSide>.SolveTiles<TRule>(update, whole, endTile, scale + 1);
        }
    }

    /// <inheritdoc/>
    public static void QuantizeTile<TMeasuring>(TiledUpdate update, in Tile tile, int scale)
        where TMeasuring : struct, IMeasuring
    {
        Span<float> scales = update.Scales(scale, TGrid.ScalesPerRow);
        if (!TMeasuring.IsOn)
        {
            Levels<TGrid>.Quantize(tile.Values, scales, tile.Quantized, update.IsLarge);
            return;
        }
        int flips = 0;
        // Levels are compared while they are in the first-level cache.
        for (int start = 0; start < tile.Count; start += TiledUpdate.BlockSize)
        {
            Tile block = tile.Block(start);
            Levels<TGrid>.Quantize(block.Values, scales, block.Quantized, update.IsLarge);
            if (update.Kind != UpdateKind.Trial) // which moves nothing
                flips += Levels<TGrid>.Compare(block.Values, scales, update.Measures!.Levels(block));
        }
        update.Measures!.Report(tile, flips);
    }

    /// <summary>Adds up the settled weights of a block, and lists the candidates.</summary>
    private static void Sort(
        scoped ReadOnlySpan<float> values, scoped ReadOnlySpan<float> curvature, ScaleRange range,
        ref CandidateList candidates, ref TileSums sums)
    {
        Vector512<double> numerator = Vector512<double>.Zero;
        Vector512<double> denominator = Vector512<double>.Zero;
        Vector512<float> lowestFactor = Levels<TGrid>.LowestFactor(range);
        Vector512<float> highestFactor = Levels<TGrid>.HighestFactor(range);
        for (int i = 0; i < values.Length; i += Lanes.Count)
        {
            var magnitude = Vector512.Abs(Lanes.Load(values, i));
            Vector512<float> d = Lanes.Load(curvature, i);
            Vector512<float> lowest = Levels<TGrid>.Bound(magnitude, lowestFactor);
            Vector512<float> highest = Levels<TGrid>.Bound(magnitude, highestFactor);
            Vector512<float> weighted = Levels<TGrid>.SettledWeight(d, lowest, highest);
            Lanes.AddProduct(ref numerator, weighted, magnitude);
            Levels<TGrid>.AddSquares(ref denominator, weighted, lowest);
            candidates.Add(magnitude, d, Levels<TGrid>.Unsettled(lowest, highest));
        }
        sums.Products += Vector512.Sum(numerator);
        sums.Squares += Vector512.Sum(denominator);
    }

    /// <summary>The same with a scale for each side.</summary>
    private static void SortSides(
        scoped ReadOnlySpan<float> values,
        scoped ReadOnlySpan<float> curvature,
        ScaleRange positive,
        ScaleRange negative,
        ref CandidateList candidates,
        ref TileSums sums)
    {
        // Level 1 is settled where the highest scale of the range gives it.
        RowSums<TGrid, PositiveSide>.Add(values, curvature, positive.High, ref sums.Products, ref sums.Squares);
        RowSums<TGrid, NegativeSide>.Add(values, curvature, negative.High, ref sums.SecondProducts, ref sums.SecondSquares);
        for (int i = 0; i < values.Length; i += Lanes.Count)
        {
            Vector512<float> w = Lanes.Load(values, i);
            Vector512<float> highest = Vector512.GreaterThan(w, Vector512.Create(positive.Low * 0.5f))
                | Vector512.LessThan(w, Vector512.Create(negative.Low * -0.5f));
            Vector512<float> lowest = Vector512.GreaterThan(w, Vector512.Create(positive.High * 0.5f))
                | Vector512.LessThan(w, Vector512.Create(negative.High * -0.5f));
            candidates.Add(w, Lanes.Load(curvature, i), Vector512.AndNot(highest, lowest));
        }
    }
}
