using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>Full precision: q = w, without a clip; one pass does it all.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct FullPrecisionParameter : IParameterUpdate
{
    /// <inheritdoc/>
    public static bool IsQuantized => false;

    /// <inheritdoc/>
    public static void QuantizeInitially(TiledUpdate update, in ParameterPlace place) => WriteLevels(update, place);

    /// <inheritdoc/>
    [SkipLocalsInit]
    public static void Accumulate<TRule, TMeasuring>(TiledUpdate update, in ParameterPlace place, int tile)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring
    {
        Tile all = update.Tile(place, tile);
        Span<float> curvature = stackalloc float[TiledUpdate.BlockSize];
        for (int start = 0; start < all.Count; start += TiledUpdate.BlockSize)
        {
            Tile block = all.Block(start);
            OptimizerStep<TRule>.Run(update, block, block.Quantized, curvature, bound: float.PositiveInfinity, place.Decays);
            if (update.Kind != UpdateKind.Trial)
                block.Quantized.CopyTo(block.Latent);
        }
    }

    /// <inheritdoc/>
    public static void SolveScales<TRule, TMeasuring>(TiledUpdate update, in ParameterPlace place)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring
    {
        // It has no scale.
    }

    /// <inheritdoc/>
    public static void Quantize<TMeasuring>(TiledUpdate update, in ParameterPlace place, int tile)
        where TMeasuring : struct, IMeasuring
    {
        // Done in the first pass.
    }

    /// <inheritdoc/>
    public static void WriteLevels(TiledUpdate update, in ParameterPlace place)
    {
        Tile whole = update.Whole(place);
        whole.Latent.CopyTo(whole.Quantized);
    }

    /// <inheritdoc/>
    public static void NoteLevels(TiledUpdate update, in ParameterPlace place)
    {
        // It has no levels.
    }

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
