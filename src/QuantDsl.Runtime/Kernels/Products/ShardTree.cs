using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>The sum of the shards of a batch in the order of <see cref="BatchShards"/>.</summary>
internal static unsafe class ShardTree
{
    /// <summary>The sum of a number of each shard.</summary>
    /// <param name="sums">That of shard 0.</param>
    /// <param name="stride">From a shard to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(float* sums, nint stride)
    {
        float low = (sums[0] + sums[stride]) + (sums[2 * stride] + sums[3 * stride]);
        float high = (sums[4 * stride] + sums[5 * stride]) + (sums[6 * stride] + sums[7 * stride]);
        return low + high;
    }
}
