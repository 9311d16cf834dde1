using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>
/// How magnitudes |w| get their level at a scale α, one vector at a time. In general the level is the rounded quotient |w|/α. Ternary
/// levels are 0 up to α/2 and 1 above, so that a comparison does; a ternary "level" here is the mask that results from it.
/// </summary>
/// <typeparam name="TGrid">The grid.</typeparam>
internal static class Levels<TGrid>
    where TGrid : struct, IGrid
{
    // |w|·(Beyond/α) must not be below the rounded quotient |w|/α, nor |w|·(Within/α) above it, whatever float32 rounds. The quotient is
    // rounded once; each product involves three roundings (the constant, the reciprocal and the product), of at most 2⁻²⁴ = 6e-8 each:
    // 2.4e-7 in all.
    private const float Beyond = 1.000001f;
    private const float Within = 0.999999f;

    /// <summary>What magnitudes are divided by or compared with at a scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Divisor(float scale) => Vector512.Create(TGrid.IsTernary ? scale * 0.5f : scale);

    /// <summary>The levels at the scale of a divisor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> magnitude, Vector512<float> divisor) => TGrid.IsTernary
        ? Vector512.GreaterThan(magnitude, divisor)
        : TGrid.Round(Vector512.MinNative(magnitude / divisor, Vector512<float>.One));

    /// <summary>The factor for <see cref="Bound"/> that gives the lowest level within a range of scales.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LowestFactor(ScaleRange range) =>
        Vector512.Create(TGrid.IsTernary ? range.High * 0.5f : Within / range.High);

    /// <summary>The factor for <see cref="Bound"/> that gives the highest level within a range of scales.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> HighestFactor(ScaleRange range) =>
        Vector512.Create(TGrid.IsTernary ? range.Low * 0.5f : Beyond / range.Low);

    /// <summary>A bound of the levels within a range of scales.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Bound(Vector512<float> magnitude, Vector512<float> factor) => TGrid.IsTernary
        ? Vector512.GreaterThan(magnitude, factor)
        : TGrid.Round(Vector512.MinNative(magnitude * factor, Vector512<float>.One));

    /// <summary>All bits of a lane set: its level depends on where in the range the scale ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Unsettled(Vector512<float> lowest, Vector512<float> highest) => TGrid.IsTernary
        ? Vector512.AndNot(highest, lowest)
        : ~Vector512.Equals(lowest, highest);

    /// <summary>D·b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Weight(Vector512<float> d, Vector512<float> level) => TGrid.IsTernary ? d & level : d * level;

    /// <summary>D·b of the lanes whose level is the same within the whole range; 0 of the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SettledWeight(Vector512<float> d, Vector512<float> lowest, Vector512<float> highest) => TGrid.IsTernary
        ? d & lowest
        : d * lowest & Vector512.Equals(lowest, highest);

    /// <summary>sum += D·b².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSquares(ref Vector512<double> sum, Vector512<float> weighted, Vector512<float> level)
    {
        if (TGrid.IsTernary)
            Lanes.Add(ref sum, weighted);
        else
            Lanes.AddProduct(ref sum, weighted, level);
    }

    /// <summary>Writes q = α·b with the nearest levels of a row or tile.</summary>
    /// <param name="values">The weights.</param>
    /// <param name="scales">Their scale, or their two.</param>
    /// <param name="quantized">Receives q.</param>
    /// <param name="pastCache">Whether to write without fetching the cache lines first.</param>
    public static void Quantize(ReadOnlySpan<float> values, ReadOnlySpan<float> scales, Span<float> quantized, bool pastCache)
    {
        if (TGrid.ScalesPerRow == 2)
            QuantizeSides(values, scales[0], scales[1], quantized, pastCache);
        else if (scales[0] == 0f)
            quantized.Clear();
        else
            QuantizeAll(values, scales[0], quantized, pastCache);
    }

    /// <summary>Replaces the level codes of the previous step by those of the weights; returns how many differ.</summary>
    public static int Compare(ReadOnlySpan<float> values, ReadOnlySpan<float> scales, Span<sbyte> codes) => TGrid.ScalesPerRow == 2
        ? CompareSides(values, scales[0], scales[1], codes)
        : CompareAll(values, scales[0], codes);

    private static void QuantizeAll(ReadOnlySpan<float> values, float scale, Span<float> quantized, bool pastCache)
    {
        var alpha = Vector512.Create(scale);
        Vector512<float> divisor = Divisor(scale);
        for (int i = 0; i < values.Length; i += Lanes.Count)
        {
            Vector512<float> w = Lanes.Load(values, i);
            Vector512<float> level = Of(Vector512.Abs(w), divisor);
            Lanes.Store(Value(w, alpha, level), quantized, i, pastCache);
        }
    }

    /// <summary>q = α₊ where w > α₊/2, −α₋ where w &lt; −α₋/2, else 0.</summary>
    private static void QuantizeSides(ReadOnlySpan<float> values, float positive, float negative, Span<float> quantized, bool pastCache)
    {
        var above = Vector512.Create(positive);
        var below = Vector512.Create(-negative);
        for (int i = 0; i < values.Length; i += Lanes.Count)
        {
            Vector512<float> w = Lanes.Load(values, i);
            Vector512<float> upper = above & Vector512.GreaterThan(w, above * 0.5f);
            Vector512<float> lower = below & Vector512.LessThan(w, below * 0.5f);
            Lanes.Store(
                Vector512.ConditionalSelect(Vector512.GreaterThan(w, Vector512<float>.Zero), upper, lower), quantized, i, pastCache);
        }
    }

    /// <summary>α·b with the sign of w; a ternary 0 is +0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Value(Vector512<float> w, Vector512<float> alpha, Vector512<float> level)
    {
        if (TGrid.IsTernary)
            return Vector512.CopySign(alpha, w) & level;
        return Vector512.CopySign(alpha * (TGrid.Unit == 1 ? level : level / (float)TGrid.Unit), w);
    }

    private static int CompareAll(ReadOnlySpan<float> values, float scale, Span<sbyte> codes)
    {
        Vector512<float> divisor = Divisor(scale > 0f ? scale : 1f); // scale 0: every weight is 0, and so is its level
        int flips = 0;
        for (int i = 0; i < values.Length; i += Lanes.Count)
        {
            Vector512<float> w = Lanes.Load(values, i);
            Vector512<float> level = Of(Vector512.Abs(w), divisor);
            Vector512<float> code = TGrid.IsTernary ? Vector512<float>.One & level : TGrid.Code(level);
            flips += Lanes.ExchangeLevels(Vector512.CopySign(code, w), codes, i);
        }
        return flips;
    }

    private static int CompareSides(ReadOnlySpan<float> values, float positive, float negative, Span<sbyte> codes)
    {
        Vector512<float> above = Vector512.Create(positive) * 0.5f;
        Vector512<float> below = Vector512.Create(-negative) * 0.5f;
        int flips = 0;
        for (int i = 0; i < values.Length; i += Lanes.Count)
        {
            Vector512<float> w = Lanes.Load(values, i);
            Vector512<float> code = Vector512<float>.One & (Vector512.GreaterThan(w, above) | Vector512.LessThan(w, below));
            flips += Lanes.ExchangeLevels(Vector512.CopySign(code, w), codes, i);
        }
        return flips;
    }
}
