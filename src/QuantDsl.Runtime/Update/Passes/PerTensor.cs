using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>All weights of the parameter share a scale, or two: it is found between two passes over the tiles.</summary>
/// <typeparam name="TQuantizer">How they are quantized.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct PerTensor<TQuantizer> : IParameterUpdate
    where TQuantizer : struct, IWeightQuantizer
{
    /// <inheritdoc/>
    public static bool IsQuantized => true;

    /// <inheritdoc/>
    public static void QuantizeInitially(TiledUpdate update, in ParameterPlace place) =>
        Rows<TQuantizer>.Quantize<MeasuresNothing>(update, update.Whole(place), count: 1, place.Scale);

    /// <inheritdoc/>
    public static void Accumulate<TRule, TMeasuring>(TiledUpdate update, in ParameterPlace place, int tile)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring =>
        TQuantizer.Accumulate<TRule, TMeasuring>(update, update.Tile(place, tile), place.Scale);

    /// <inheritdoc/>
    public static void SolveScales<TRule, TMeasuring>(TiledUpdate update, in ParameterPlace place)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring =>
        TQuantizer.SolveScales<TRule, TMeasuring>(update, update.Whole(place), place.EndTile, place.Scale);

    /// <inheritdoc/>
    public static void Quantize<TMeasuring>(TiledUpdate update, in ParameterPlace place, int tile)
        where TMeasuring : struct, IMeasuring =>
        TQuantizer.QuantizeTile<TMeasuring>(update, update.Tile(place, tile), place.Scale);

    /// <inheritdoc/>
    public static void WriteLevels(TiledUpdate update, in ParameterPlace place) =>
        Rows<TQuantizer>.WriteLevels(update, update.Whole(place), count: 1, place.Scale);

    /// <inheritdoc/>
    public static void NoteLevels(TiledUpdate update, in ParameterPlace place) =>
        Rows<TQuantizer>.CompareLevels(update, update.Whole(place), count: 1, place.Scale);

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
