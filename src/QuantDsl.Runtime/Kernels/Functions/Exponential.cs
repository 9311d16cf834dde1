using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// eˣ in float32, the same bits on every processor: x = n·ln 2 + r with |r| ≤ ½ ln 2, and eʳ by the polynomial of degree 7 of Moshier's
/// Cephes library (expf). NaN, ±∞, overflow to ∞ and results below the normal numbers are as IEEE 754 would have them.
/// </summary>
internal static class Exponential
{
    /// <summary>The largest error, in units of the last place, over all float32 arguments; a test measures it.</summary>
    public const double MaximumError = 1.05;

    /// <summary>e to the power of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // Beyond these bounds the result is ∞ and 0 all the same; NaN passes both comparisons by.
        TLanes highest = TLanes.Broadcast(89f);
        TLanes lowest = TLanes.Broadcast(-105f);
        x = TLanes.Select(TLanes.GreaterThan(x, highest), highest, x);
        x = TLanes.Select(TLanes.GreaterThan(lowest, x), lowest, x);

        // Adding 1.5·2²³ rounds to a whole number, which then stands in the lowest bits.
        TLanes rounder = TLanes.Broadcast(12582912f);
        TLanes shifted = TLanes.MultiplyAdd(x, TLanes.Broadcast(1.44269504f), rounder);
        TLanes n = shifted - rounder;
        TLanes r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-0.693359375f), x); // the first bits of ln 2: the product is exact
        r = TLanes.MultiplyAdd(n, TLanes.Broadcast(2.12194440e-4f), r);

        TLanes p = TLanes.Broadcast(1.9875691500e-4f);
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(1.3981999507e-3f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(8.3334519073e-3f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(4.1665795894e-2f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(1.6666665459e-1f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(5.0000001201e-1f));
        TLanes power = TLanes.MultiplyAdd(p, r * r, r) + TLanes.Broadcast(1f);

        // 2ⁿ in two factors: one alone is not always a normal number.
        TLanes exponent = TLanes.SubtractInt32(shifted, rounder);
        TLanes half = TLanes.ShiftRightInt32(exponent, 1);
        return power * PowerOfTwo(half) * PowerOfTwo(TLanes.SubtractInt32(exponent, half));
    }

    /// <summary>e to the power of a number: what a lane gets.</summary>
    public static float Of(float x) => FirstLane.Of(Of(Lanes4.Broadcast(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes PowerOfTwo<TLanes>(TLanes exponent)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.ShiftLeftInt32(TLanes.AddInt32(exponent, TLanes.BroadcastInt32(127)), 23);
}
