using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>1 bit: b = sign(w) with sign(0) = +1, and α = Σ D|w| / Σ D.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct BinaryClosedForm : IWeightQuantizer
{
    /// <inheritdoc/>
    public static bool IsBinary => true;

    /// <inheritdoc/>
    public static int ScalesPerRow => 1;

    /// <inheritdoc/>
    public static void QuantizeRow(ReadOnlySpan<float> values, ReadOnlySpan<float> curvature, Span<float> quantized, Span<float> scales)
    {
        scales[0] = (float)MeanMagnitude.Of(values, curvature);
        WriteLevels(values, scales, quantized);
    }

    /// <inheritdoc/>
    public static void WriteLevels(ReadOnlySpan<float> values, ReadOnlySpan<float> scales, Span<float> quantized)
    {
        var alpha = Vector512.Create(scales[0]);
        for (int i = 0; i < values.Length; i += Lanes.Count)
        {
            var positive = Vector512.GreaterThanOrEqual(Lanes.Load(values, i), Vector512<float>.Zero);
            Lanes.Store(Vector512.ConditionalSelect(positive, alpha, -alpha), quantized, i);
        }
    }

    /// <inheritdoc/>
    public static int CompareLevels(ReadOnlySpan<float> values, ReadOnlySpan<float> scales, Span<sbyte> codes) => 0;

    /// <summary>
    /// Adds up D|w| and D. The signs, a bit each, stay in the model's memory: the last pass and the network need nothing else, so that
    /// the trial's weights need no memory.
    /// </summary>
    /// <inheritdoc/>
    [SkipLocalsInit]
    public static void Accumulate<TRule, TMeasuring>(TiledUpdate update, in Tile tile, int scale)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring
    {
        bool isTrial = update.Kind == UpdateKind.Trial;
        Span<float> trial = stackalloc float[TiledUpdate.BlockSize];
        Span<float> curvature = stackalloc float[TiledUpdate.BlockSize];
        Span<ushort> signs = update.Signs(tile);
        var measured = new ZigZagSums();
        double products = 0;
        double total = 0;
        for (int start = 0; start < tile.Count; start += TiledUpdate.BlockSize)
        {
            Tile block = tile.Block(start);
            Span<float> values = isTrial ? trial[..block.Count] : block.Latent;
            QuantizedMove<BinaryClosedForm, TRule, TMeasuring>.Run(update, block, values, curvature[..block.Count], ref measured);
            MeanMagnitude.Add(values, curvature[..block.Count], ref products, ref total);
            for (int i = 0; i < block.Count; i += Lanes.Count)
                signs[(start + i) / Lanes.Count] = Lanes.NotNegative(Lanes.Load(values, i));
        }
        update.ReportSums(tile, products, total);
        if (TMeasuring.IsOn)
            update.Measures!.Report(tile, measured, update.Kind);
    }

    /// <inheritdoc/>
    public static void SolveScales<TRule, TMeasuring>(TiledUpdate update, in Tile whole, int endTile, int scale)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring
    {
        (double products, double total) = update.Sums(whole.Number, endTile);
        update.Scales(scale, 1)[0] = (float)(products / total);
    }

    /// <inheritdoc/>
    public static void QuantizeTile<TMeasuring>(TiledUpdate update, in Tile tile, int scale)
        where TMeasuring : struct, IMeasuring
    {
        ReadOnlySpan<ushort> signs = update.Signs(tile);
        float alpha = update.Scales(scale, 1)[0];
        bool pastCache = update.IsLarge;
        for (int i = 0; i < tile.Count; i += Lanes.Count)
            Lanes.Store(Lanes.PlusOrMinus(alpha, signs[i / Lanes.Count]), tile.Quantized, i, pastCache);
    }
}
