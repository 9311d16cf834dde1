using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>Sums over the samples of a batch, for each channel, in the order of <see cref="BatchShards"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ShardedSum
{
    /// <summary>Adds up what the samples left.</summary>
    /// <param name="terms">[samples][channels].</param>
    /// <param name="stride">Numbers from a sample to the next.</param>
    /// <param name="channels">Channels to add up, from the first on; some of all, for a thread that has a part of them.</param>
    /// <param name="shards">The batch.</param>
    /// <param name="sums">[channels].</param>
    public static void Run<TLanes>(float* terms, nint stride, int channels, BatchShards shards, float* sums)
        where TLanes : unmanaged, ILanes<TLanes> =>
        Run<TLanes, StoredTerms>(new StoredTerms(terms, stride), channels, shards, sums);

    internal static void Run<TLanes, TTerms>(in TTerms terms, int channels, BatchShards shards, float* sums)
        where TLanes : unmanaged, ILanes<TLanes>
        where TTerms : struct, ISampleTerms
    {
        TLanes* partial = stackalloc TLanes[BatchShards.Count];
        int channel = 0;
        for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
            TLanes.Store(Of(terms, channel, TLanes.Count, shards, partial), sums + channel);
        int rest = channels - channel;
        if (rest > 0)
            TLanes.StorePart(Of(terms, channel, rest, shards, partial), sums + channel, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Of<TLanes, TTerms>(in TTerms terms, nint channel, int lanes, BatchShards shards, TLanes* partial)
        where TLanes : unmanaged, ILanes<TLanes>
        where TTerms : struct, ISampleTerms
    {
        for (int shard = 0; shard < BatchShards.Count; shard++)
        {
            TLanes sum = TLanes.Zero;
            int end = shards.End(shard);
            for (int sample = shards.Start(shard); sample < end; sample++)
                sum += terms.Of<TLanes>(sample, channel, lanes);
            partial[shard] = sum;
        }
        for (int step = 1; step < BatchShards.Count; step *= 2)
        {
            for (int shard = 0; shard < BatchShards.Count; shard += 2 * step)
                partial[shard] += partial[shard + step];
        }
        return partial[0];
    }
}
