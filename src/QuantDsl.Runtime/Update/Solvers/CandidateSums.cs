namespace QuantDsl.CompilerServices;

/// <summary>
/// Sums over the weights of a parameter while its scale stays in the range that the accumulate pass assumed: those of the settled weights,
/// which that pass added up, and of the few candidates, which it listed.
/// </summary>
/// <typeparam name="TGrid">The grid.</typeparam>
/// <typeparam name="TSide">Which of the weights.</typeparam>
internal ref struct CandidateSums<TGrid, TSide> : IScaleSums
    where TGrid : struct, IGrid
    where TSide : struct, ISide
{
    private readonly TiledUpdate _update;
    private readonly Tile _whole;
    private readonly int _endTile;
    private readonly ScaleRange _range;
    private readonly bool _isComplete;
    private readonly double _settledProducts;
    private readonly double _settledSquares;
    private readonly float _start;

    /// <summary>Combines what the accumulate pass left.</summary>
    /// <param name="update">The update.</param>
    /// <param name="whole">The parameter.</param>
    /// <param name="endTile">The tile after its last.</param>
    /// <param name="scale">Number of its scale.</param>
    public CandidateSums(TiledUpdate update, in Tile whole, int endTile, int scale)
    {
        _update = update;
        _whole = whole;
        _endTile = endTile;
        _range = update.Range(scale, TGrid.Density);
        _isComplete = update.HasCandidates(whole.Number, endTile);
        (_settledProducts, _settledSquares) = update.Sums(whole.Number, endTile, TSide.Number);
        _start = update.Scales(scale, 1)[0];
    }

    /// <summary>Largest distance of a scale from the one that the update began with, relative to that.</summary>
    public double Farthest { get; private set; }

    /// <summary>Σ D|w| / Σ D of the weights of a side that had no scale yet: all of them are settled then.</summary>
    public readonly double Mean => Alternation.Ratio(unit: 1, _settledProducts, _settledSquares, current: 0);

    /// <inheritdoc/>
    public bool Covers(double scale)
    {
        Note(scale);
        return _isComplete && _range.Contains(scale);
    }

    /// <summary>Notes how far a scale is from where it began.</summary>
    public void Note(double scale) => Farthest = Math.Max(Farthest, Math.Abs((scale / _start) - 1));

    /// <inheritdoc/>
    public readonly void Sum(double scale, out double products, out double squares)
    {
        products = _settledProducts;
        squares = _settledSquares;
        for (int tile = _whole.Number; tile < _endTile; tile++)
        {
            _update.Candidates(_whole, tile, out ReadOnlySpan<float> values, out ReadOnlySpan<float> curvature);
            RowSums<TGrid, TSide>.Add(values, curvature, scale, ref products, ref squares);
        }
    }
}
