using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>Mean and sum of squared deviations of so many numbers, for a vector of channels.</summary>
/// <param name="mean">The mean.</param>
/// <param name="deviation">Σ(x − mean)².</param>
/// <param name="count">How many numbers; where it is 0, nothing else counts.</param>
internal readonly unsafe struct Moments<TLanes>(TLanes mean, TLanes deviation, int count)
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes _mean = mean;
    private readonly TLanes _deviation = deviation;
    private readonly int _count = count;

    /// <summary>
    /// The moments of two sets of numbers together, of which neither is empty: with δ = mean₂ − mean₁ and n = n₁ + n₂, the mean is
    /// mean₁ + δ·(n₂/n) and the deviation M₁ + M₂ + δ²·(n₁·(n₂/n)).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Merge(ref TLanes mean, ref TLanes deviation, int count, TLanes otherMean, TLanes otherDeviation, int otherCount)
    {
        float share = (float)otherCount / (count + otherCount);
        TLanes difference = otherMean - mean;
        mean = TLanes.MultiplyAdd(difference, TLanes.Broadcast(share), mean);
        deviation = TLanes.MultiplyAdd(difference * difference, TLanes.Broadcast(count * share), deviation + otherDeviation);
    }

    /// <summary>Together with others, which are empty where these are.</summary>
    public Moments<TLanes> With(in Moments<TLanes> other)
    {
        if (other._count == 0)
            return this;
        TLanes mean = _mean;
        TLanes deviation = _deviation;
        Merge(ref mean, ref deviation, _count, other._mean, other._deviation, other._count);
        return new Moments<TLanes>(mean, deviation, _count + other._count);
    }

    /// <summary>Writes mean and deviation of the first channels.</summary>
    public void Store(float* mean, float* deviation, int lanes)
    {
        LaneAccess.Store(_mean, mean, lanes);
        LaneAccess.Store(_deviation, deviation, lanes);
    }
}
