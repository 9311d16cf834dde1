namespace QuantDsl.CompilerServices;

/// <summary>Finds one scale by alternation.</summary>
/// <typeparam name="TGrid">The grid.</typeparam>
/// <typeparam name="TSide">Which weights share the scale.</typeparam>
internal static class ScaleSolver<TGrid, TSide>
    where TGrid : struct, IGrid
    where TSide : struct, ISide
{
    /// <summary>The scale of a row, from the previous one or from Σ D|w| / Σ D.</summary>
    public static void SolveRow(ReadOnlySpan<float> values, ReadOnlySpan<float> curvature, ref float scale)
    {
        double current = scale > 0f ? scale : Start(values, curvature);
        int iterations = 0;
        scale = current > 0 ? (float)Alternate(values, curvature, current, ref iterations) : 0f; // 0: so is every weight
    }

    /// <summary>
    /// The scale of a parameter whose tiles the accumulate pass has gone over: first over the candidates, as long as the scale stays in its
    /// range; from where it leaves that, over all the weights.
    /// </summary>
    public static void SolveTiles<TRule>(TiledUpdate update, in Tile whole, int endTile, int scale)
        where TRule : struct, IUpdateRule
    {
        ref float alpha = ref update.Scales(scale, 1)[0];
        CandidateSums<TGrid, TSide> candidates = new(update, whole, endTile, scale);
        double current = alpha;
        int iterations = 0;
        bool isSolved;
        if (alpha > 0f)
        {
            isSolved = Alternation.TryRun(ref candidates, TGrid.Unit, ref current, ref iterations);
        }
        else
        {
            current = TGrid.ScalesPerRow == 2 ? candidates.Mean : MeanMagnitude.Of(whole.Values, update.Curvature<TRule>(whole));
            isSolved = !(current > 0);
        }
        if (!isSolved)
        {
            int before = iterations;
            current = Alternate(whole.Values, update.Curvature<TRule>(whole), current, ref iterations);
            update.CountVisits(whole, iterations - before);
        }
        candidates.Note(current);
        update.AdaptRange(scale, candidates.Farthest);
        alpha = (float)current;
    }

    private static double Alternate(ReadOnlySpan<float> values, ReadOnlySpan<float> curvature, double current, ref int iterations)
    {
        RowSums<TGrid, TSide> row = new(values, curvature);
        Alternation.TryRun(ref row, TGrid.Unit, ref current, ref iterations);
        return current;
    }

    /// <summary>Where to start without a previous scale: Σ D|w| / Σ D, of a side over its own weights.</summary>
    private static double Start(ReadOnlySpan<float> values, ReadOnlySpan<float> curvature)
    {
        if (TGrid.ScalesPerRow == 1)
            return MeanMagnitude.Of(values, curvature);
        double products = 0;
        double total = 0;
        RowSums<TGrid, TSide>.Add(values, curvature, scale: 0, ref products, ref total); // at 0 every weight of the side has level 1
        return Alternation.Ratio(unit: 1, products, total, current: 0);
    }
}
