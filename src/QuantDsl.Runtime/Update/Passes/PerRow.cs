using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Each row (an output channel, or a gate of a recurrent layer) has a scale of its own, or two: it is solved and quantized in the first
/// pass, while it is in the cache.
/// </summary>
/// <typeparam name="TQuantizer">How they are quantized.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct PerRow<TQuantizer> : IParameterUpdate
    where TQuantizer : struct, IWeightQuantizer
{
    /// <inheritdoc/>
    public static bool IsQuantized => true;

    /// <inheritdoc/>
    public static void QuantizeInitially(TiledUpdate update, in ParameterPlace place) =>
        Rows<TQuantizer>.Quantize<MeasuresNothing>(update, update.Whole(place), place.Rows, place.Scale);

    /// <inheritdoc/>
    public static void Accumulate<TRule, TMeasuring>(TiledUpdate update, in ParameterPlace place, int tile)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring
    {
        Tile rows = update.Tile(place, tile);
        Rows<TQuantizer>.Move<TRule, TMeasuring>(update, rows);
        int length = place.Count / place.Rows;
        int first = rows.Start / length;
        Rows<TQuantizer>.Quantize<TMeasuring>(update, rows, rows.Count / length, place.Scale + (TQuantizer.ScalesPerRow * first));
    }

    /// <inheritdoc/>
    public static void SolveScales<TRule, TMeasuring>(TiledUpdate update, in ParameterPlace place)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring
    {
        // Done row by row in the first pass.
    }

    /// <inheritdoc/>
    public static void Quantize<TMeasuring>(TiledUpdate update, in ParameterPlace place, int tile)
        where TMeasuring : struct, IMeasuring
    {
        // Done row by row in the first pass.
    }

    /// <inheritdoc/>
    public static void WriteLevels(TiledUpdate update, in ParameterPlace place) =>
        Rows<TQuantizer>.WriteLevels(update, update.Whole(place), place.Rows, place.Scale);

    /// <inheritdoc/>
    public static void NoteLevels(TiledUpdate update, in ParameterPlace place) =>
        Rows<TQuantizer>.CompareLevels(update, update.Whole(place), place.Rows, place.Scale);

    /// <inheritdoc/>
    public static void ReadSigns(TiledUpdate update, in ParameterPlace place)
    {
        // Its values are read as they are.
    }

    /// <inheritdoc/>
    public static void Expand(TiledUpdate update, in ParameterPlace place)
    {
        // An update writes them all.
    }
}
