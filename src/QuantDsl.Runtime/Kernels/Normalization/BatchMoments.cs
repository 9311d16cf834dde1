using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Mean and Σ(x − mean)² of each channel over a batch: first of each sample by itself, in two passes over its pixels; then of the samples
/// together in the order of <see cref="BatchShards"/>, by the formula of Chan, Golub and LeVeque (1983), which does not cancel.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class BatchMoments
{
    /// <summary>The moments of each sample. Features need no such pass: a sample's mean is its value.</summary>
    /// <param name="x">Images.</param>
    /// <param name="means">[samples][channels].</param>
    /// <param name="deviations">Σ(x − mean)² over the pixels of a sample, [samples][channels].</param>
    /// <param name="samples">Which samples.</param>
    public static void OfSamples<TLanes>(in ImageBatch x, float* means, float* deviations, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int channels = x.Geometry.Channels;
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            nint place = (nint)sample * channels;
            int channel = 0;
            for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
                OfSample<TLanes>(x, sample, channel, TLanes.Count, means + place + channel, deviations + place + channel);
            int rest = channels - channel;
            if (rest > 0)
                OfSample<TLanes>(x, sample, channel, rest, means + place + channel, deviations + place + channel);
        }
    }

    /// <summary>The moments of the batch.</summary>
    /// <param name="means">[samples][channels]; of features, x itself.</param>
    /// <param name="deviations">[samples][channels]; of features null, for zeros.</param>
    /// <param name="stride">Numbers from a sample to the next.</param>
    /// <param name="pixels">Pixels of a sample.</param>
    /// <param name="channels">Channels to do, from the first on; some of all, for a thread that has a part of them.</param>
    /// <param name="shards">The batch.</param>
    /// <param name="mean">[channels].</param>
    /// <param name="deviation">Σ(x − mean)² over the batch, [channels].</param>
    public static void Combine<TLanes>(
        float* means, float* deviations, nint stride, int pixels, int channels, BatchShards shards, float* mean, float* deviation)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Moments<TLanes>* partial = stackalloc Moments<TLanes>[BatchShards.Count];
        int channel = 0;
        for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
        {
            Moments<TLanes> moments = Combine(means, deviations, stride, pixels, channel, TLanes.Count, shards, partial);
            moments.Store(mean + channel, deviation + channel, TLanes.Count);
        }
        int rest = channels - channel;
        if (rest > 0)
            Combine(means, deviations, stride, pixels, channel, rest, shards, partial).Store(mean + channel, deviation + channel, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OfSample<TLanes>(in ImageBatch x, int sample, int channel, int lanes, float* means, float* deviations)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes mean = PixelSums.Of<TLanes>(x, sample, channel, lanes) / TLanes.Broadcast(x.Geometry.Pixels);
        TLanes deviation = TLanes.Zero;
        int channels = x.Geometry.Channels;
        for (int row = 0; row < x.Geometry.Height; row++)
        {
            float* pixel = x.Row(sample, row) + channel;
            for (float* end = pixel + x.Geometry.RowLength; pixel < end; pixel += channels)
            {
                TLanes difference = LaneAccess.Load<TLanes>(pixel, lanes) - mean;
                deviation = TLanes.MultiplyAdd(difference, difference, deviation);
            }
        }
        LaneAccess.Store(mean, means, lanes);
        LaneAccess.Store(deviation, deviations, lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Moments<TLanes> Combine<TLanes>(
        float* means, float* deviations, nint stride, int pixels, nint channel, int lanes, BatchShards shards, Moments<TLanes>* partial)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int shard = 0; shard < BatchShards.Count; shard++)
        {
            int first = shards.Start(shard);
            int end = shards.End(shard);
            if (first == end)
            {
                partial[shard] = default;
                continue;
            }
            TLanes mean = LaneAccess.Load<TLanes>(means + (first * stride) + channel, lanes);
            TLanes deviation = deviations == null ? TLanes.Zero : LaneAccess.Load<TLanes>(deviations + (first * stride) + channel, lanes);
            int count = pixels;
            for (int sample = first + 1; sample < end; sample++, count += pixels)
            {
                nint place = (sample * stride) + channel;
                TLanes other = deviations == null ? TLanes.Zero : LaneAccess.Load<TLanes>(deviations + place, lanes);
                Moments<TLanes>.Merge(ref mean, ref deviation, count, LaneAccess.Load<TLanes>(means + place, lanes), other, pixels);
            }
            partial[shard] = new Moments<TLanes>(mean, deviation, count);
        }
        for (int step = 1; step < BatchShards.Count; step *= 2)
        {
            for (int shard = 0; shard < BatchShards.Count; shard += 2 * step)
                partial[shard] = partial[shard].With(partial[shard + step]);
        }
        return partial[0];
    }
}
