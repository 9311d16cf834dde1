using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

/// <summary>The one order of sums over a batch.</summary>
public sealed unsafe class ShardedSumTests
{
    [Fact]
    public void Samples_are_added_in_order_within_8_shards_and_the_shards_by_a_tree()
    {
        for (int declared = 1; declared <= 70; declared++)
        {
            for (int samples = 1; samples <= declared; samples += 1 + (declared / 16))
                Check(declared, samples);
        }
    }

    [Theory]
    [InlineData(128, 128, new[] { 0, 16, 32, 48, 64, 80, 96, 112, 128 })]
    [InlineData(100, 100, new[] { 0, 13, 26, 39, 52, 65, 78, 91, 100 })]
    [InlineData(100, 30, new[] { 0, 13, 26, 30, 30, 30, 30, 30, 30 })]
    [InlineData(4, 3, new[] { 0, 1, 2, 3, 3, 3, 3, 3, 3 })]
    [InlineData(20, 20, new[] { 0, 3, 6, 9, 12, 15, 18, 20, 20 })]
    public void Shards_are_of_the_declared_batch(int declared, int samples, int[] bounds)
    {
        var shards = new BatchShards(declared, samples);
        int[] found = [.. Enumerable.Range(0, BatchShards.Count).Select(shards.Start), shards.End(BatchShards.Count - 1)];
        Assert.Equal(bounds, found);
    }

    private static void Check(int declared, int samples)
    {
        const int channels = 21;
        const int stride = 23;
        float[] terms = KernelData.Normal(new Random(samples), samples * stride);
        int size = (declared + 7) / 8;
        float[] expected = new float[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            float[] shard = new float[8];
            for (int sample = 0; sample < samples; sample++)
                shard[sample / size] += terms[(sample * stride) + channel];
            expected[channel] = (shard[0] + shard[1] + (shard[2] + shard[3])) + (shard[4] + shard[5] + (shard[6] + shard[7]));
        }

        float[] found = KernelData.SameBits(Run<Lanes4>(), Run<Lanes8>(), Run<Lanes16>());
        Assert.Equal(KernelData.Bits(expected), KernelData.Bits(found));

        float[] Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            using var source = new GuardedMemory<float>(terms);
            using var sums = new GuardedMemory<float>(channels);
            ShardedSum.Run<TLanes>(source.Data, stride, channels, new BatchShards(declared, samples), sums.Data);
            return sums.Written();
        }
    }
}
