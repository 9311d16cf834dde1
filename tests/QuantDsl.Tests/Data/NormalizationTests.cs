
namespace QuantDsl.Tests.Data;

public sealed class NormalizationTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(1001)]
    [InlineData(100_000)]
    public void Agrees_with_a_plain_computation(int count)
    {
        byte[] pixels = new byte[count];
        new Random(7).NextBytes(pixels);

        double mean = pixels.Average(pixel => pixel / 255.0);
        double deviation = Math.Sqrt(pixels.Average(pixel => Math.Pow((pixel / 255.0) - mean, 2)));
        var normalization = Normalization.Of(pixels);

        Assert.Equal(mean, normalization.Mean, 1e-7);
        Assert.Equal(deviation, normalization.StandardDeviation, 1e-7);
    }

    [Fact]
    public void Does_not_depend_on_the_order_of_pixels()
    {
        byte[] pixels = new byte[5000];
        new Random(3).NextBytes(pixels);

        Assert.Equal(Normalization.Of(pixels), Normalization.Of([.. pixels.Reverse()]));
    }

    [Fact]
    public void Normalised_pixels_have_mean_0_and_deviation_1()
    {
        byte[] pixels = new byte[5000];
        new Random(4).NextBytes(pixels);
        float[] inputs = new float[pixels.Length];

        Normalization.Of(pixels).Apply(pixels, inputs);

        double mean = inputs.Average(input => (double)input);
        Assert.Equal(0, mean, 1e-5);
        Assert.Equal(1, Math.Sqrt(inputs.Average(input => Math.Pow(input - mean, 2))), 1e-5);
    }

    [Fact]
    public void Refuses_what_cannot_normalise()
    {
        Assert.Contains("found none", Assert.Throws<DatasetException>(() => Normalization.Of([])).Message, StringComparison.Ordinal);
        Assert.Contains("value 9", Assert.Throws<DatasetException>(() => Normalization.Of([9, 9])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Normalization(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Normalization(0, float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Normalization(float.PositiveInfinity, 1));
        Assert.Throws<ArgumentException>(() => new Normalization(0, 1).Apply(new byte[3], new float[2]));
    }
}
