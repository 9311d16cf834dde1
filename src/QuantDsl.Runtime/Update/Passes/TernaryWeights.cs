using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Ternary weights of a layer whose products read only their levels: two bits for each are all that an update writes of them. q is made
/// from the scales and the levels when somebody asks for it.
/// </summary>
/// <typeparam name="TGrid">Ternary levels, with one scale or two.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TernaryWeights<TGrid> : IParameterUpdate
    where TGrid : struct, IGrid
{
    /// <inheritdoc/>
    public static bool IsQuantized => true;

    /// <inheritdoc/>
    public static void QuantizeInitially(TiledUpdate update, in ParameterPlace place)
    {
        Rows<AlternatingSolver<TGrid>>.Quantize<MeasuresNothing>(update, update.Whole(place), count: 1, place.Scale);
        ReadSigns(update, place);
    }

    /// <inheritdoc/>
    public static void Accumulate<TRule, TMeasuring>(TiledUpdate update, in ParameterPlace place, int tile)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring =>
        AlternatingSolver<TGrid>.Accumulate<TRule, TMeasuring>(update, update.Tile(place, tile), place.Scale);

    /// <inheritdoc/>
    public static void SolveScales<TRule, TMeasuring>(TiledUpdate update, in ParameterPlace place)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring =>
        AlternatingSolver<TGrid>.SolveScales<TRule, TMeasuring>(update, update.Whole(place), place.EndTile, place.Scale);

    /// <inheritdoc/>
    public static void Quantize<TMeasuring>(TiledUpdate update, in ParameterPlace place, int tile)
        where TMeasuring : struct, IMeasuring
    {
        Tile values = update.Tile(place, tile);
        Span<float> scales = update.Scales(place.Scale, TGrid.ScalesPerRow);
        WriteBits(values.Values, scales, update.Signs(values), update.BelowZero(values));
        if (!TMeasuring.IsOn)
            return;
        int flips = 0;
        if (update.Kind != UpdateKind.Trial) // which moves nothing
            flips = Levels<TGrid>.Compare(values.Values, scales, update.Measures!.Levels(values));
        update.Measures!.Report(values, flips);
    }

    /// <inheritdoc/>
    public static void WriteLevels(TiledUpdate update, in ParameterPlace place)
    {
        Tile whole = update.Whole(place);
        WriteBits(whole.Latent, update.Scales(place.Scale, TGrid.ScalesPerRow), update.Signs(whole), update.BelowZero(whole));
    }

    /// <inheritdoc/>
    public static void NoteLevels(TiledUpdate update, in ParameterPlace place) =>
        Rows<AlternatingSolver<TGrid>>.CompareLevels(update, update.Whole(place), count: 1, place.Scale);

    /// <inheritdoc/>
    public static void ReadSigns(TiledUpdate update, in ParameterPlace place)
    {
        Tile whole = update.Whole(place);
        WriteBits(whole.Quantized, 0f, 0f, update.Signs(whole), update.BelowZero(whole));
    }

    /// <inheritdoc/>
    public static void Expand(TiledUpdate update, in ParameterPlace place)
    {
        Tile whole = update.Whole(place);
        ReadOnlySpan<ushort> above = update.Signs(whole), below = update.BelowZero(whole);
        float positive = update.PresentScale(place.Scale), negative = update.PresentScale(place.Scale + TGrid.ScalesPerRow - 1);
        for (int i = 0; i < whole.Count; i += Lanes.Count)
        {
            int word = i / Lanes.Count;
            Lanes.Store(Lanes.Chosen(positive, above[word]) - Lanes.Chosen(negative, below[word]), whole.Quantized, i);
        }
    }

    /// <summary>A level is not 0 where a weight is beyond half of the scale of its side; of a scale of 0 all are.</summary>
    private static void WriteBits(ReadOnlySpan<float> values, ReadOnlySpan<float> scales, Span<ushort> above, Span<ushort> below) =>
        WriteBits(values, Threshold(scales[0]), Threshold(scales[TGrid.ScalesPerRow - 1]), above, below);

    private static float Threshold(float scale) => scale == 0f ? float.PositiveInfinity : scale * 0.5f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteBits(ReadOnlySpan<float> values, float positive, float negative, Span<ushort> above, Span<ushort> below)
    {
        Vector512<float> highest = Vector512.Create(positive), lowest = Vector512.Create(-negative);
        for (int i = 0; i < values.Length; i += Lanes.Count)
        {
            Vector512<float> w = Lanes.Load(values, i);
            above[i / Lanes.Count] = (ushort)Vector512.GreaterThan(w, highest).ExtractMostSignificantBits();
            below[i / Lanes.Count] = (ushort)Vector512.LessThan(w, lowest).ExtractMostSignificantBits();
        }
    }
}
