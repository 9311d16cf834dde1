using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The gradient with respect to the weights of a convolution whose channels do not meet: g[channel][tap] = Σ over samples, lines and pixels
/// of y′[pixel][channel] · x[pixel · stride + offset of the tap][channel]. A weight's sum over a shard of the batch is one accumulator,
/// from 0, by fused multiply-add in the order of samples, lines and pixels; shards are added as <see cref="BatchShards"/> says. Channels
/// are lanes. First a unit is 16 channels of a shard; then, when all are there, all shards are added at once.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class DepthwiseWeightGradient<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int ChannelsOfUnit = 16;

    /// <summary>Taps whose sums are computed at once.</summary>
    private const int TileTaps = 3;

    /// <summary>Units of <see cref="SumShards"/>.</summary>
    public static int Units(in OuterShape shape) => BatchShards.Count * Blocks(in shape);

    /// <summary>Sums 16 channels of a shard.</summary>
    /// <param name="shape">Sizes; a tap is a pixel of the kernel, and outputs are channels.</param>
    /// <param name="samples">Samples that are there, at most the declared batch.</param>
    /// <param name="input">The input of sample 0.</param>
    /// <param name="gradient">The output's gradient of sample 0.</param>
    /// <param name="sums">[shard][tap][channel].</param>
    /// <param name="unit">Which channels of which shard.</param>
    public static void SumShards(in OuterShape shape, int samples, float* input, float* gradient, float* sums, int unit)
    {
        (int shard, int block) = Math.DivRem(unit, Blocks(in shape));
        BatchShards shards = new(shape.Batch, samples);
        var range = new UnitRange(shards.Start(shard), shards.End(shard));
        sums += (nint)shard * ShardLength(in shape);
        int end = Math.Min(shape.Outputs, (block + 1) * ChannelsOfUnit);
        for (int channel = block * ChannelsOfUnit; channel < end; channel += TLanes.Count)
        {
            if (end - channel >= TLanes.Count)
                SumTaps(in shape, range, input + channel, gradient + channel, sums + channel, TLanes.Count);
            else
                SumTaps(in shape, range, input + channel, gradient + channel, sums + channel, end - channel);
        }
    }

    /// <summary>Adds the shards.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="sums">The sums of all shards.</param>
    /// <param name="target">The gradient [channel][tap].</param>
    public static void AddShards(in OuterShape shape, float* sums, float* target)
    {
        int shard = ShardLength(in shape);
        for (int channel = 0; channel < shape.Outputs; channel++)
        {
            float* from = sums + channel;
            for (int tap = 0; tap < shape.Taps; tap++, from += shape.Outputs)
            {
                float low = (from[0] + from[shard]) + (from[2 * shard] + from[3 * shard]);
                float high = (from[4 * shard] + from[5 * shard]) + (from[6 * shard] + from[7 * shard]);
                *target++ = low + high;
            }
        }
    }

    private static int Blocks(in OuterShape shape) => (shape.Outputs + ChannelsOfUnit - 1) / ChannelsOfUnit;

    private static int ShardLength(in OuterShape shape) => shape.Taps * shape.Outputs;

    /// <summary>A vector of channels, or the part of one that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumTaps(in OuterShape shape, UnitRange samples, float* input, float* gradient, float* sums, int channels)
    {
        int tap = 0;
        for (; tap <= shape.Taps - TileTaps; tap += TileTaps)
        {
            float* x0 = input + shape.Offsets[tap], x1 = input + shape.Offsets[tap + 1], x2 = input + shape.Offsets[tap + 2];
            TLanes sum0 = TLanes.Zero, sum1 = TLanes.Zero, sum2 = TLanes.Zero;
            for (int sample = samples.Start; sample < samples.End; sample++)
            {
                for (int line = 0; line < shape.Lines; line++)
                {
                    nint x = ((nint)sample * shape.InputSampleStride) + ((nint)line * shape.InputLineStride);
                    float* y = gradient + ((nint)sample * shape.GradientSampleStride) + ((nint)line * shape.GradientLineStride);
                    for (int pixel = 0; pixel < shape.Pixels; pixel++, x += shape.InputPixelStride, y += shape.GradientPixelStride)
                    {
                        TLanes dy = LaneAccess.Load<TLanes>(y, channels);
                        sum0 = TLanes.MultiplyAdd(dy, LaneAccess.Load<TLanes>(x0 + x, channels), sum0);
                        sum1 = TLanes.MultiplyAdd(dy, LaneAccess.Load<TLanes>(x1 + x, channels), sum1);
                        sum2 = TLanes.MultiplyAdd(dy, LaneAccess.Load<TLanes>(x2 + x, channels), sum2);
                    }
                }
            }
            float* to = sums + ((nint)tap * shape.Outputs);
            LaneAccess.Store(sum0, to, channels);
            LaneAccess.Store(sum1, to + shape.Outputs, channels);
            LaneAccess.Store(sum2, to + (2 * shape.Outputs), channels);
        }
        for (; tap < shape.Taps; tap++)
        {
            TLanes sum = TLanes.Zero;
            for (int sample = samples.Start; sample < samples.End; sample++)
            {
                for (int line = 0; line < shape.Lines; line++)
                {
                    float* x = input + shape.Offsets[tap] + ((nint)sample * shape.InputSampleStride) + ((nint)line * shape.InputLineStride);
                    float* y = gradient + ((nint)sample * shape.GradientSampleStride) + ((nint)line * shape.GradientLineStride);
                    for (int pixel = 0; pixel < shape.Pixels; pixel++, x += shape.InputPixelStride, y += shape.GradientPixelStride)
                        sum = TLanes.MultiplyAdd(LaneAccess.Load<TLanes>(y, channels), LaneAccess.Load<TLanes>(x, channels), sum);
                }
            }
            LaneAccess.Store(sum, sums + ((nint)tap * shape.Outputs), channels);
        }
    }
}
