namespace QuantDsl.CompilerServices;

/// <summary>Tiles of whole rows: their curvature D waits in the memory of the quantized weights until they are solved.</summary>
/// <typeparam name="TQuantizer">How a row is quantized.</typeparam>
internal static class Rows<TQuantizer>
    where TQuantizer : struct, IWeightQuantizer
{
    /// <summary>Moves the weights of a tile.</summary>
    public static void Move<TRule, TMeasuring>(TiledUpdate update, in Tile tile)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring
    {
        var measured = new ZigZagSums();
        for (int start = 0; start < tile.Count; start += TiledUpdate.BlockSize)
        {
            Tile block = tile.Block(start);
            QuantizedMove<TQuantizer, TRule, TMeasuring>.Run(update, block, block.Values, block.Quantized, ref measured);
        }
        if (TMeasuring.IsOn)
            update.Measures!.Report(tile, measured, update.Kind);
    }

    /// <summary>Quantizes the rows of a tile, the first time with D = 1.</summary>
    public static void Quantize<TMeasuring>(TiledUpdate update, in Tile tile, int count, int scale)
        where TMeasuring : struct, IMeasuring
    {
        Span<float> scales = update.Scales(scale, TQuantizer.ScalesPerRow * count);
        Span<float> curvature = tile.Quantized;
        if (update.Kind == UpdateKind.Initial)
            curvature.Fill(1f);
        int length = tile.Count / count;
        for (int row = 0; row < count; row++)
        {
            int start = row * length;
            TQuantizer.QuantizeRow(
                tile.Values.Slice(start, length),
                curvature.Slice(start, length),
                tile.Quantized.Slice(start, length),
                scales.Slice(TQuantizer.ScalesPerRow * row, TQuantizer.ScalesPerRow));
        }
        if (TMeasuring.IsOn && !TQuantizer.IsBinary && update.Kind is UpdateKind.Laq or UpdateKind.Backtrack)
            update.Measures!.Report(tile, CompareLevels(update, tile, count, scale));
    }

    /// <summary>Writes q of rows whose scales are known.</summary>
    public static void WriteLevels(TiledUpdate update, in Tile tile, int count, int scale)
    {
        Span<float> scales = update.Scales(scale, TQuantizer.ScalesPerRow * count);
        int length = tile.Count / count;
        for (int row = 0; row < count; row++)
        {
            int start = row * length;
            TQuantizer.WriteLevels(
                tile.Latent.Slice(start, length),
                scales.Slice(TQuantizer.ScalesPerRow * row, TQuantizer.ScalesPerRow),
                tile.Quantized.Slice(start, length));
        }
    }

    /// <summary>Replaces the levels of rows of the previous step by the present ones; returns how many differ.</summary>
    public static int CompareLevels(TiledUpdate update, in Tile tile, int count, int scale)
    {
        if (TQuantizer.IsBinary)
            return 0;
        Span<float> scales = update.Scales(scale, TQuantizer.ScalesPerRow * count);
        Span<sbyte> levels = update.Measures!.Levels(tile);
        int length = tile.Count / count;
        int flips = 0;
        for (int row = 0; row < count; row++)
        {
            int start = row * length;
            flips += TQuantizer.CompareLevels(
                tile.Latent.Slice(start, length),
                scales.Slice(TQuantizer.ScalesPerRow * row, TQuantizer.ScalesPerRow),
                levels.Slice(start, length));
        }
        return flips;
    }
}
