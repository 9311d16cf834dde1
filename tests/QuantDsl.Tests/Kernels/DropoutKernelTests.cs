using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

/// <summary>Dropout: published answers of its random function, what its mask depends on, and how often it drops.</summary>
public sealed class DropoutKernelTests
{
    public static TheoryData<int> Seeds => KernelData.Seeds;

    /// <summary>Answers for threefry2x32 with 13 rounds in kat_vectors of Random123.</summary>
    [Theory]
    [InlineData(0x00000000_00000000ul, 0x00000000_00000000ul, 0x8bd50731_9d1c5ec6ul)]
    [InlineData(0xffffffff_fffffffful, 0xffffffff_fffffffful, 0x2d17272c_fd36d048ul)]
    [InlineData(0x03707344_13198a2eul, 0x85a308d3_243f6a88ul, 0xf27d669e_ba3e4725ul)]
    public void The_random_function_gives_the_published_answers(ulong key, ulong counter, ulong expected) =>
        Assert.Equal(expected, Threefry.Of(key, counter));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_mask_depends_on_the_element_alone(int seed)
    {
        var pointwise = new PointwiseCase(seed);
        ImageShape shape = pointwise.Shape;
        float[] x = KernelData.Normal(pointwise.Random, shape.Count);
        double probability = pointwise.Random.NextDouble() * 0.9;
        var stream = new DropoutStream(seed, 17, 3, probability);
        float[] expected = new float[shape.Count];
        for (int i = 0; i < expected.Length; i++)
        {
            int elements = shape.Pixels * shape.Channels;
            uint number = (uint)Threefry.Of(stream.Key, ((ulong)(i / elements) << 32) | (uint)(i % elements));
            expected[i] = x[i] * ((number >> 1) < Math.Round(probability * (1u << 31)) ? 0 : (float)(1 / (1 - probability)));
        }

        Assert.Equal(expected, KernelData.SameBits(Run<Lanes4>(), Run<Lanes8>(), Run<Lanes16>()));

        float[] Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            using var images = new GuardedImages(shape, x, pointwise.Border, pointwise.Room);
            using var results = new GuardedImages(shape, pointwise.Room, pointwise.Border);
            int half = shape.Samples / 2;
            Dropout.Run<TLanes>(images.Batch, stream, results.Batch, new UnitRange(half, shape.Samples));
            Dropout.Run<TLanes>(images.Batch, stream, results.Batch, new UnitRange(0, half));
            return results.Written();
        }
    }

    [Theory]
    [InlineData(0, 1f)]
    [InlineData(0.1, 1.1111112f)]
    [InlineData(0.5, 2f)]
    [InlineData(0.9, 10f)]
    public void It_drops_as_often_as_it_should_and_keeps_the_mean(double probability, float scale)
    {
        const int count = 100_000;
        float[] kept = Mask(new DropoutStream(1, 1, 0, probability), 10, count / 10);
        Assert.All(kept, value => Assert.True(value == 0 || value == scale, $"{value}"));
        double dropped = kept.Count(value => value == 0);
        double deviation = Math.Sqrt(count * probability * (1 - probability));
        Assert.InRange(dropped, (count * probability) - (4 * deviation), (count * probability) + (4 * deviation));
    }

    [Fact]
    public void Seed_step_layer_and_sample_each_change_the_mask()
    {
        float[][] masks =
        [
            Mask(new DropoutStream(1, 1, 1, 0.5), 2, 4000),
            Mask(new DropoutStream(2, 1, 1, 0.5), 2, 4000),
            Mask(new DropoutStream(1L << 40, 1, 1, 0.5), 2, 4000),
            Mask(new DropoutStream(1, 2, 1, 0.5), 2, 4000),
            Mask(new DropoutStream(1, 1 + (1L << 33), 1, 0.5), 2, 4000),
            Mask(new DropoutStream(1, 1, 2, 0.5), 2, 4000),
        ];
        float[][] samples = [.. masks.SelectMany(mask => new[] { mask[..4000], mask[4000..] })];
        for (int i = 0; i < samples.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                int same = samples[i].Zip(samples[j]).Count(pair => pair.First == pair.Second);
                Assert.InRange(same, 2000 - 160, 2000 + 160); // 5 standard deviations
            }
        }
    }

    [Fact]
    public void What_is_not_a_number_does_not_vanish()
    {
        float[] x = [.. Enumerable.Repeat(float.NaN, 50)];
        using var images = new GuardedImages(new ImageShape(1, 1, 1, 50), x);
        Dropout.Run<Lanes16>(images.Batch, new DropoutStream(1, 1, 1, 0.5), images.Batch, new UnitRange(0, 1));
        Assert.All(images.Values(), value => Assert.True(float.IsNaN(value)));
    }

    private static float[] Mask(DropoutStream stream, int samples, int elements)
    {
        var shape = new ImageShape(samples, 1, 1, elements);
        using var images = new GuardedImages(shape, [.. Enumerable.Repeat(1f, shape.Count)]);
        Dropout.Run<Lanes16>(images.Batch, stream, images.Batch, new UnitRange(0, samples));
        return images.Written();
    }
}
