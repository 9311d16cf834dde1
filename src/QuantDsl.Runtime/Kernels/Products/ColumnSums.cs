using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The gradient with respect to a bias: for each channel the sum over samples and pixels of the output's gradient. What a sample adds is
/// summed by itself, line after line and pixel after pixel from 0; samples are added in order within a shard, from 0, and shards as
/// <see cref="BatchShards"/> says. A unit is 16 channels.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ColumnSums<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int ChannelsOfUnit = 16;

    /// <summary>Units of a sum.</summary>
    public static int Units(in OuterShape shape) => (shape.Outputs + ChannelsOfUnit - 1) / ChannelsOfUnit;

    /// <summary>Computes some units.</summary>
    /// <param name="shape">Sizes; those of the input do not matter.</param>
    /// <param name="samples">Samples that are there, at most the declared batch.</param>
    /// <param name="gradient">The output's gradient of sample 0.</param>
    /// <param name="target">A sum for each channel.</param>
    /// <param name="units">Which units.</param>
    public static void Run(in OuterShape shape, int samples, float* gradient, float* target, UnitRange units)
    {
        int end = Math.Min(shape.Outputs, units.End * ChannelsOfUnit);
        for (int channel = units.Start * ChannelsOfUnit; channel < end; channel += TLanes.Count)
        {
            int count = Math.Min(TLanes.Count, end - channel);
            TLanes sum = SumBatch(in shape, samples, gradient + channel, count);
            if (count == TLanes.Count)
                TLanes.Store(sum, target + channel);
            else
                TLanes.StorePart(sum, target + channel, count);
        }
    }

    private static TLanes SumBatch(in OuterShape shape, int samples, float* gradient, int count)
    {
        BatchShards shards = new(shape.Batch, samples);
        TLanes* sums = stackalloc TLanes[BatchShards.Count];
        for (int shard = 0; shard < BatchShards.Count; shard++)
        {
            TLanes sum = TLanes.Zero;
            for (int sample = shards.Start(shard); sample < shards.End(shard); sample++)
                sum += SumSample(in shape, gradient + ((nint)sample * shape.GradientSampleStride), count);
            sums[shard] = sum;
        }
        return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
    }

    private static TLanes SumSample(in OuterShape shape, float* gradient, int count)
    {
        TLanes sum = TLanes.Zero;
        for (int line = 0; line < shape.Lines; line++)
        {
            float* y = gradient + ((nint)line * shape.GradientLineStride);
            for (int pixel = 0; pixel < shape.Pixels; pixel++, y += shape.GradientPixelStride)
                sum += count == TLanes.Count ? TLanes.Load(y) : TLanes.LoadPart(y, count);
        }
        return sum;
    }
}
