using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The natural logarithm in float32, the same bits on every processor: x = m·2ᵉ with m in [√½, √2), and ln m by the polynomial of Moshier's
/// Cephes library (logf). −∞ of ±0, NaN of what is below 0, ∞ of ∞; numbers below the normal ones are right.
/// </summary>
internal static class Logarithm
{
    /// <summary>The largest error, in units of the last place, over all float32 arguments; a test measures it.</summary>
    public const double MaximumError = 1;

    private const int RootOfHalf = 0x3F3504F3;
    private const int One = 0x3F800000;

    /// <summary>ln of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes isSmall = TLanes.GreaterThan(TLanes.Broadcast(1.17549435e-38f), x); // below the normal numbers
        TLanes normal = TLanes.Select(isSmall, x * TLanes.Broadcast(8388608f), x);
        TLanes bits = TLanes.AddInt32(normal, TLanes.BroadcastInt32(One - RootOfHalf));
        TLanes exponent = TLanes.SubtractInt32(TLanes.ShiftRightInt32(bits, 23), TLanes.BroadcastInt32(127));
        TLanes e = TLanes.ConvertInt32(exponent) - (isSmall & TLanes.Broadcast(23f));
        TLanes m = TLanes.AddInt32(bits & TLanes.BroadcastInt32(0x007FFFFF), TLanes.BroadcastInt32(RootOfHalf));

        TLanes f = m - TLanes.Broadcast(1f);
        TLanes square = f * f;
        TLanes p = TLanes.Broadcast(7.0376836292e-2f);
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(-1.1514610310e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(1.1676998740e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(-1.2420140846e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(1.4249322787e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(-1.6668057665e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(2.0000714765e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(-2.4999993993e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(3.3333331174e-1f));

        // ln x = e·ln 2 + f − ½f² + f³p, the small terms first.
        TLanes small = TLanes.MultiplyAdd(e, TLanes.Broadcast(-2.12194440e-4f), p * (f * square));
        small = TLanes.MultiplyAdd(square, TLanes.Broadcast(-0.5f), small);
        TLanes logarithm = TLanes.MultiplyAdd(e, TLanes.Broadcast(0.693359375f), f + small);

        TLanes isFinite = TLanes.GreaterThan(TLanes.Broadcast(float.PositiveInfinity), x);
        logarithm = TLanes.Select(isFinite, logarithm, x); // ∞ and NaN
        TLanes isNegative = TLanes.GreaterThan(TLanes.Zero, x);
        logarithm = TLanes.Select(isNegative, TLanes.Broadcast(float.NaN), logarithm);
        return TLanes.Select(TLanes.Equal(x, TLanes.Zero), TLanes.Broadcast(float.NegativeInfinity), logarithm);
    }

    /// <summary>ln of a number: what a lane gets.</summary>
    public static float Of(float x) => FirstLane.Of(Of(Lanes4.Broadcast(x)));
}
