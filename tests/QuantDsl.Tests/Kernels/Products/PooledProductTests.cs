using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels.Products;

/// <summary>
/// Weight gradients of convolutions before a max pooling, with windows that overlap, leave gaps or reach into the padding: right by float64,
/// in the stated order bit for bit, the same for every width of vectors, and within their memory.
/// </summary>
public sealed class PooledProductTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60).Where(seed => seed % 4 != 0)]; // the others are linear layers

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Gradient_with_respect_to_the_weights(int seed)
    {
        var test = new PooledCase(seed);
        float[] actual = PooledRun<Lanes16>.Channels(test);
        ConvolutionProductTests.AssertShards(
            test.Convolution, test.WeightGradientTerms, actual, $"{test.Convolution}, seed {seed}");
        ConvolutionProductTests.AssertSame(actual, PooledRun<Lanes8>.Channels(test), PooledRun<Lanes4>.Channels(test));
        int terms = (test.Convolution.Dilation.X == 1 ? test.Convolution.Kernel.X : 1) * test.Convolution.Inputs;
        if (terms >= Lanes16.Count)
            ConvolutionProductTests.AssertSame(actual, PooledRun<Lanes16>.Blocks(test), PooledRun<Lanes16>.Shards(test));
        if (terms >= Lanes8.Count)
            ConvolutionProductTests.AssertSame(actual, PooledRun<Lanes8>.Blocks(test), PooledRun<Lanes8>.Shards(test));
        if (terms >= Lanes4.Count)
            ConvolutionProductTests.AssertSame(actual, PooledRun<Lanes4>.Blocks(test), PooledRun<Lanes4>.Shards(test));
    }
}
