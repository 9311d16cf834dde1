using static QuantDsl.Tests.Reference.TestData;

namespace QuantDsl.Tests.Reference;

/// <summary>Forward passes worked out by hand.</summary>
public sealed class LayerForwardTests
{
    private static readonly double[] OneToNine = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Fact]
    public void Convolution_is_cross_correlation()
    {
        ConvolutionLayer layer = new(1, 1, 2);
        new double[] { 1, 2, 3, 4 }.CopyTo(layer.Weight.Values, 0);
        layer.Bias!.Values[0] = 0.5;
        NdArray output = layer.Forward(new NdArray([1, 1, 3, 3], OneToNine), ForwardMode.Evaluation);

        // 1·1 + 2·2 + 4·3 + 5·4 = 37
        Assert.Equal([1, 1, 2, 2], output.Shape);
        Assert.Equal([37.5, 47.5, 67.5, 77.5], output.Data);
    }

    [Fact]
    public void Convolution_with_stride_and_padding()
    {
        ConvolutionLayer layer = new(1, 1, 3, stride: 2, padding: 1, bias: false);
        Array.Fill(layer.Weight.Values, 1);
        NdArray output = layer.Forward(new NdArray([1, 1, 3, 3], OneToNine), ForwardMode.Evaluation);
        Assert.Equal([1.0 + 2 + 4 + 5, 2 + 3 + 5 + 6, 4 + 5 + 7 + 8, 5 + 6 + 8 + 9], output.Data);
    }

    [Fact]
    public void Linear_multiplies_rows()
    {
        LinearLayer layer = new(2, 2);
        new double[] { 1, 2, 3, 4 }.CopyTo(layer.Weight.Values, 0);
        new double[] { 10, 20 }.CopyTo(layer.Bias!.Values, 0);
        Assert.Equal([10.0 + 1 + 4, 20 + 3 + 8], layer.Forward(new NdArray([1, 2], [1, 2]), ForwardMode.Evaluation).Data);
    }

    [Fact]
    public void Pools()
    {
        NdArray image = new([1, 1, 3, 3], OneToNine);
        Assert.Equal([5.0], new MaxPoolLayer(2).Forward(image, ForwardMode.Evaluation).Data);
        Assert.Equal([5.0, 6, 8, 9], new MaxPoolLayer(2, 1).Forward(image, ForwardMode.Evaluation).Data);
        AssertClose([3.0], new AveragePoolLayer(2).Forward(image, ForwardMode.Evaluation).Data);
        AssertClose([5.0], new GlobalAveragePoolLayer().Forward(image, ForwardMode.Evaluation).Data);
    }

    [Fact]
    public void Of_equal_maxima_the_first_gets_the_gradient()
    {
        MaxPoolLayer layer = new(2);
        layer.Forward(new NdArray([1, 1, 2, 2], [0, 3, 3, 3]), ForwardMode.Training);
        Assert.Equal([0.0, 1, 0, 0], layer.Backward(new NdArray([1, 1, 1, 1], [1])).Data);
    }

    [Fact]
    public void Relu_has_no_gradient_at_zero()
    {
        ReLULayer layer = new();
        Assert.Equal([0.0, 0, 2], layer.Forward(new NdArray([1, 3], [-1, 0, 2]), ForwardMode.Training).Data);
        Assert.Equal([0.0, 0, 5], layer.Backward(new NdArray([1, 3], [5, 5, 5])).Data);
    }

    [Fact]
    public void Batch_norm_normalizes_by_the_biased_and_remembers_the_unbiased_variance()
    {
        BatchNormLayer layer = new(1, epsilon: 1, momentum: 0.1);
        layer.Gamma.Values[0] = 2;
        layer.Beta.Values[0] = 0.5;

        // mean 4, biased variance 8, unbiased 16; √(8 + 1) = 3
        NdArray input = new([2, 1], [4 - Math.Sqrt(8), 4 + Math.Sqrt(8)]);
        double normalized = Math.Sqrt(8) / 3;
        AssertClose([0.5 - 2 * normalized, 0.5 + 2 * normalized], layer.Forward(input, ForwardMode.Training).Data);
        AssertClose([0.4], layer.RunningMean);
        AssertClose([0.9 + 1.6], layer.RunningVariance);

        // The trial normalizes alike and remembers nothing.
        AssertClose([0.5 - 2 * normalized, 0.5 + 2 * normalized], layer.Forward(input, ForwardMode.Trial).Data);
        AssertClose([0.4], layer.RunningMean);
        AssertClose([2.5], layer.RunningVariance);

        AssertClose([0.5 + 2 * (1 - 0.4) / Math.Sqrt(3.5)], layer.Forward(new NdArray([1, 1], [1]), ForwardMode.Evaluation).Data);
        Assert.Throws<ArgumentException>(() => layer.Forward(new NdArray([1, 1], [1]), ForwardMode.Training));
    }
}
