using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>
/// From weights α · level / unit back to levels: the product with unit / α is a whole number but for rounding, which is far less than a
/// half.
/// </summary>
internal readonly unsafe struct LevelScale
{
    /// <summary>Of a smaller α the quotient could be infinite: it and its weights are multiplied by 2¹⁰⁰ first.</summary>
    private const float Small = 1f / Large;

    private const float Large = 1.2676506e30f; // 2¹⁰⁰

    private readonly float _before;
    private readonly float _factor;

    /// <param name="scale">α; of weights with α = 0 all levels are 0.</param>
    /// <param name="unit">The level of a weight of size α.</param>
    public LevelScale(float scale, int unit)
    {
        _before = scale < Small ? Large : 1;
        _factor = scale > 0 ? unit / (scale * _before) : 0;
    }

    /// <summary>The level of a weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public sbyte Of(float weight) => (sbyte)MathF.Round(weight * _before * _factor);

    /// <summary>Levels of at most 16 weights, 0 behind them, a byte each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> Of(float* weights, int count)
    {
        Vector512<float> w = count == Vector512<float>.Count ? Vector512.Load(weights) : LaneParts.Load512(weights, count);
        return LaneBytes.Narrow(Vector512.ConvertToInt32(Vector512.Round(w * _before * _factor)));
    }
}
