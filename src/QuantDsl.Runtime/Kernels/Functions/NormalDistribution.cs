using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The standard normal distribution in float32, the same bits on every processor: density φ(x) = e^(−x²/2)/√(2π) and distribution function
/// Φ(x). With z = |x| and t = 1/(1 + 0.3·z), 1 − Φ(z) is e^(−z²/2)·t·p(t), where p interpolates at the Chebyshev points of t for z from 0
/// to 14.5.
/// </summary>
internal static class NormalDistribution
{
    /// <summary>The largest error of Φ, in units of the last place, over all float32 arguments; a test measures it.</summary>
    public const double MaximumError = 6.5;

    /// <summary>Φ of each lane.</summary>
    /// <param name="x">The arguments.</param>
    /// <param name="density">φ of each lane.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes x, out TLanes density)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes one = TLanes.Broadcast(1f);
        TLanes z = x ^ (x & TLanes.BroadcastInt32(int.MinValue));
        TLanes farthest = TLanes.Broadcast(14.5f); // from there on the density is 0; NaN passes by
        z = TLanes.Select(TLanes.GreaterThan(z, farthest), farthest, z);

        // The square and what rounding takes from it: an exponent of 100 would lose seven bits.
        TLanes square = z * z;
        TLanes rest = TLanes.MultiplyAdd(z, z, TLanes.Zero - square);
        TLanes half = TLanes.Broadcast(-0.5f);
        TLanes power = Exponential.Of(square * half);
        power = TLanes.MultiplyAdd(power, rest * half, power);
        density = power * TLanes.Broadcast(0.398942280f);

        TLanes t = one / TLanes.MultiplyAdd(z, TLanes.Broadcast(0.3f), one);
        TLanes p = TLanes.Broadcast(-0.0209560245f);
        p = TLanes.MultiplyAdd(p, t, TLanes.Broadcast(0.11425744f));
        p = TLanes.MultiplyAdd(p, t, TLanes.Broadcast(-0.232524335f));
        p = TLanes.MultiplyAdd(p, t, TLanes.Broadcast(0.197550476f));
        p = TLanes.MultiplyAdd(p, t, TLanes.Broadcast(-0.0842134058f));
        p = TLanes.MultiplyAdd(p, t, TLanes.Broadcast(0.0987113416f));
        p = TLanes.MultiplyAdd(p, t, TLanes.Broadcast(0.0775179118f));
        p = TLanes.MultiplyAdd(p, t, TLanes.Broadcast(0.110418409f));
        p = TLanes.MultiplyAdd(p, t, TLanes.Broadcast(0.119550437f));
        p = TLanes.MultiplyAdd(p, t, TLanes.Broadcast(0.119687751f));
        TLanes tail = p * t * power;
        return TLanes.Select(TLanes.GreaterThan(TLanes.Zero, x), tail, one - tail);
    }
}
