using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The logistic function, 1/(1 + e⁻ˣ), in float32, the same bits on every processor. From e to the power of −|x|, which cannot overflow: for x below 0 it is
/// e^x/(1 + e^x).
/// </summary>
internal static class Logistic
{
    /// <summary>The largest error, in units of the last place, over all float32 arguments; a test measures it.</summary>
    public const double MaximumError = 2.5;

    /// <summary>The sigmoid of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes power = Exponential.Of(x | TLanes.BroadcastInt32(int.MinValue));
        TLanes one = TLanes.Broadcast(1f);
        return TLanes.Select(TLanes.GreaterThan(TLanes.Zero, x), power, one) / (one + power);
    }

    /// <summary>The sigmoid of a number: what a lane gets.</summary>
    public static float Of(float x) => FirstLane.Of(Of(Lanes4.Broadcast(x)));
}
