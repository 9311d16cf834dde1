using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

/// <summary>The one order in which moments of samples become those of a batch, number by number.</summary>
public sealed unsafe class BatchMomentsTests
{
    private const int Channels = 21;

    [Theory]
    [InlineData(128, 128, 9)]
    [InlineData(100, 100, 1)]
    [InlineData(100, 30, 4)]
    [InlineData(3, 3, 25)]
    [InlineData(17, 5, 2)]
    public void Samples_are_merged_in_order_within_8_shards_and_the_shards_by_a_tree(int declared, int samples, int pixels)
    {
        var random = new Random(samples);
        float[] means = KernelData.Normal(random, samples * Channels);
        float[] deviations = [.. KernelData.Normal(random, samples * Channels).Select(value => value * value)];
        Check(declared, samples, pixels, means, deviations);
        Check(declared, samples, 1, means, null);
    }

    private static void Check(int declared, int samples, int pixels, float[] means, float[]? deviations)
    {
        (float Mean, float Deviation, int Count)[] moments =
            [.. Enumerable.Range(0, Channels).Select(channel => Combine(declared, samples, pixels, means, deviations, channel))];
        float[] expected = [.. moments.Select(each => each.Mean), .. moments.Select(each => each.Deviation)];

        float[] found = KernelData.SameBits(Run<Lanes4>(), Run<Lanes8>(), Run<Lanes16>());
        Assert.Equal(KernelData.Bits(expected), KernelData.Bits(found));

        float[] Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            using var first = new GuardedMemory<float>(means);
            using var second = new GuardedMemory<float>(deviations ?? []);
            using var mean = new GuardedMemory<float>(Channels);
            using var deviation = new GuardedMemory<float>(Channels);
            BatchMoments.Combine<TLanes>(
                first.Data,
                deviations == null ? null : second.Data,
                Channels,
                pixels,
                Channels,
                new BatchShards(declared, samples),
                mean.Data,
                deviation.Data);
            return [.. mean.Written(), .. deviation.Written()];
        }
    }

    private static (float Mean, float Deviation, int Count) Combine(
        int declared, int samples, int pixels, float[] means, float[]? deviations, int channel)
    {
        int size = (declared + 7) / 8;
        var shards = new (float Mean, float Deviation, int Count)[8];
        for (int sample = 0; sample < samples; sample++)
        {
            int place = (sample * Channels) + channel;
            shards[sample / size] = Merge(shards[sample / size], (means[place], deviations?[place] ?? 0, pixels));
        }
        (float, float, int) first = Merge(Merge(shards[0], shards[1]), Merge(shards[2], shards[3]));
        (float, float, int) second = Merge(Merge(shards[4], shards[5]), Merge(shards[6], shards[7]));
        return Merge(first, second);
    }

    private static (float Mean, float Deviation, int Count) Merge(
        (float Mean, float Deviation, int Count) one, (float Mean, float Deviation, int Count) other)
    {
        if (one.Count == 0 || other.Count == 0)
            return one.Count == 0 ? other : one;
        float share = (float)other.Count / (one.Count + other.Count);
        float difference = other.Mean - one.Mean;
        return (
            MathF.FusedMultiplyAdd(difference, share, one.Mean),
            MathF.FusedMultiplyAdd(difference * difference, one.Count * share, one.Deviation + other.Deviation),
            one.Count + other.Count);
    }
}
