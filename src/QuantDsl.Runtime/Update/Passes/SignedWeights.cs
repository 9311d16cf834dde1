using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Weights ±α with one α whose products read only their signs: a bit for each is all that an update writes of them. q is made from α and
/// the signs when somebody asks for it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SignedWeights : IParameterUpdate
{
    /// <inheritdoc/>
    public static bool IsQuantized => true;

    /// <inheritdoc/>
    [SkipLocalsInit]
    public static void QuantizeInitially(TiledUpdate update, in ParameterPlace place)
    {
        Span<float> ones = stackalloc float[TiledUpdate.BlockSize];
        ones.Fill(1f);
        Tile whole = update.Whole(place);
        double products = 0, total = 0;
        for (int start = 0; start < whole.Count; start += TiledUpdate.BlockSize)
        {
            Tile block = whole.Block(start);
            MeanMagnitude.Add(block.Latent, ones[..block.Count], ref products, ref total);
        }
        update.Scales(place.Scale, 1)[0] = (float)(products / total);
        WriteLevels(update, place);
    }

    /// <inheritdoc/>
    public static void Accumulate<TRule, TMeasuring>(TiledUpdate update, in ParameterPlace place, int tile)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring =>
        BinaryClosedForm.Accumulate<TRule, TMeasuring>(update, update.Tile(place, tile), place.Scale);

    /// <inheritdoc/>
    public static void SolveScales<TRule, TMeasuring>(TiledUpdate update, in ParameterPlace place)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring =>
        BinaryClosedForm.SolveScales<TRule, TMeasuring>(update, update.Whole(place), place.EndTile, place.Scale);

    /// <inheritdoc/>
    public static void Quantize<TMeasuring>(TiledUpdate update, in ParameterPlace place, int tile)
        where TMeasuring : struct, IMeasuring
    {
        // The first pass has left the signs.
    }

    /// <inheritdoc/>
    public static void WriteLevels(TiledUpdate update, in ParameterPlace place)
    {
        Tile whole = update.Whole(place);
        Span<ushort> signs = update.Signs(whole);
        for (int i = 0; i < whole.Count; i += Lanes.Count)
            signs[i / Lanes.Count] = Lanes.NotNegative(Lanes.Load(whole.Latent, i));
    }

    /// <inheritdoc/>
    public static void NoteLevels(TiledUpdate update, in ParameterPlace place)
    {
        // With 1 bit the level is the sign of the latent weight.
    }

    /// <inheritdoc/>
    public static void ReadSigns(TiledUpdate update, in ParameterPlace place)
    {
        Tile whole = update.Whole(place);
        Span<ushort> signs = update.Signs(whole);
        for (int i = 0; i < whole.Count; i += Lanes.Count)
            signs[i / Lanes.Count] = Lanes.NotNegative(Lanes.Load(whole.Quantized, i));
    }

    /// <inheritdoc/>
    public static void Expand(TiledUpdate update, in ParameterPlace place)
    {
        Tile whole = update.Whole(place);
        ReadOnlySpan<ushort> signs = update.Signs(whole);
        float alpha = update.PresentScale(place.Scale);
        for (int i = 0; i < whole.Count; i += Lanes.Count)
            Lanes.Store(Lanes.PlusOrMinus(alpha, signs[i / Lanes.Count]), whole.Quantized, i);
    }
}
