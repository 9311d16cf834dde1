namespace QuantDsl.Tests.Data;

public sealed class PerChannelNormalizationTests
{
    [Fact]
    public void Every_channel_has_its_own_numbers()
    {
        byte[] pixels = new byte[2 * 3 * 50];
        new Random(7).NextBytes(pixels);
        var normalization = Normalization.PerChannelOf(pixels, channels: 3, pixelsPerChannel: 50);

        for (int channel = 0; channel < 3; channel++)
        {
            double[] values = [.. pixels.Where((_, i) => i / 50 % 3 == channel).Select(pixel => pixel / 255.0)];
            double mean = values.Average();
            Assert.Equal(mean, normalization.Channels[channel].Mean, 1e-6);
            Assert.Equal(
                Math.Sqrt(values.Average(value => (value - mean) * (value - mean))),
                normalization.Channels[channel].StandardDeviation,
                1e-6);
        }

        var all = Normalization.Of(pixels);
        Assert.Equal(all.Mean, normalization.Mean, 1e-6);
        Assert.Equal(all.StandardDeviation, normalization.StandardDeviation, 1e-6);
    }

    [Fact]
    public void Pixels_are_normalised_by_their_channel()
    {
        float[] inputs = new float[6];
        Normalization.PerChannel(new(0, 1), new(.5f, .5f), new(1, 2)).Apply([0, 255, 0, 255, 0, 255], inputs);
        Assert.Equal([0f, 1, -1, 1, -.5f, 0], inputs);

        Normalization.ToMinusOneToOne.Apply([0, 255], inputs);
        Assert.Equal([-1f, 1], inputs[..2]);
    }

    [Fact]
    public void Equality_is_by_numbers()
    {
        Normalization one = Normalization.PerChannel(new(0, 1), new(1, 2)), same = Normalization.PerChannel(new(0, 1), new(1, 2));
        var other = Normalization.PerChannel(new(1, 2), new(0, 1));

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, other);
        Assert.NotEqual(one, new Normalization(one.Mean, one.StandardDeviation));
        Assert.Equal(new Normalization(.25f, one.StandardDeviation), one with { Mean = .25f });
        Assert.Equal("Normalization { (0, 1), (1, 2) }", one.ToString());
        Assert.Equal("Normalization { Mean = 0.5, StandardDeviation = 0.5 }", Normalization.ToMinusOneToOne.ToString());
        Assert.Equal(.485f, Normalization.ImageNet.Channels[0].Mean);
    }

    [Fact]
    public void Channels_that_do_not_fit_are_refused()
    {
        Normalization three = Normalization.ImageNet;
        Assert.Throws<ArgumentException>(() => Normalization.PerChannel());
        Assert.Throws<ArgumentException>(() => Normalization.PerChannel(three));
        Assert.Throws<ArgumentException>(() => three.Apply(new byte[4], new float[4]));
        Assert.Throws<ArgumentException>(() => Normalization.PerChannelOf(new byte[7], 3, 2));
        Assert.Throws<DatasetException>(() => Normalization.PerChannelOf([1, 2, 3, 3], 2, 2));
        Assert.Throws<DatasetException>(() => Normalization.PerChannelOf([], 2, 2));
    }

    [Fact]
    public void Grey_files_refuse_the_numbers_of_colours()
    {
        using TemporaryFolder folder = new();
        string images = folder.Write("images", IdxBytes.Images(4, 3, 5)), labels = folder.Write("labels", IdxBytes.Labels(4, 2));

        Refusal.Of(() => Dataset.FromIdx(images, labels, Normalization.ImageNet), "images", "1 channel, found one for 3");
    }
}
