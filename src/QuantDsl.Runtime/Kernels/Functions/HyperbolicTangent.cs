using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// tanh x in float32, the same bits on every processor: below 0.625 x + x³·p(x²) with the polynomial of Moshier's Cephes library (tanhf),
/// from there on 1 − 2/(e²ˣ + 1). ±0 stay, ±∞ become ±1.
/// </summary>
internal static class HyperbolicTangent
{
    /// <summary>The largest error, in units of the last place, over all float32 arguments; a test measures it.</summary>
    public const double MaximumError = 1.5;

    /// <summary>tanh of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes sign = x & TLanes.BroadcastInt32(int.MinValue);
        TLanes magnitude = x ^ sign;

        TLanes square = x * x;
        TLanes p = TLanes.Broadcast(-5.70498872745e-3f);
        p = TLanes.MultiplyAdd(p, square, TLanes.Broadcast(2.06390887954e-2f));
        p = TLanes.MultiplyAdd(p, square, TLanes.Broadcast(-5.37397155531e-2f));
        p = TLanes.MultiplyAdd(p, square, TLanes.Broadcast(1.33314422036e-1f));
        p = TLanes.MultiplyAdd(p, square, TLanes.Broadcast(-3.33332819422e-1f));
        TLanes small = TLanes.MultiplyAdd(p * square, magnitude, magnitude);

        TLanes one = TLanes.Broadcast(1f);
        TLanes large = one - (TLanes.Broadcast(2f) / (Exponential.Of(magnitude + magnitude) + one));
        return TLanes.Select(TLanes.GreaterThan(TLanes.Broadcast(0.625f), magnitude), small, large) | sign;
    }

    /// <summary>tanh of a number: what a lane gets.</summary>
    public static float Of(float x) => FirstLane.Of(Of(Lanes4.Broadcast(x)));
}
