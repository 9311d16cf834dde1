using QuantDsl.Native;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Native;

/// <summary>Channels last: other strides, the same values.</summary>
public sealed class ChannelsLastTests
{
    [Theory]
    [InlineData(2, 3, 4, 5)]
    [InlineData(2, 1, 4, 5)]
    [InlineData(1, 7, 2, 3)]
    [InlineData(3, 1, 1, 6)]
    [InlineData(1, 1, 1, 1)]
    public void Same_values_and_the_strides_that_are_documented(long batch, long channels, long height, long width)
    {
        using Tensor images = TestTensors.Range(batch * channels * height * width, ScalarType.Float32)
            .reshape(batch, channels, height, width);
        foreach (bool isDense in new[] { true, false })
        {
            using Tensor swapped = images.transpose(2, 3);
            using Tensor copy = swapped.contiguous();
            using Tensor back = copy.transpose(2, 3); // the same values at other strides
            using Tensor last = ChannelsLast.Of(isDense ? images : back);
            Assert.Equal(images.shape, last.shape);
            Assert.Equal([height * width * channels, 1, width * channels, channels], last.stride());
            using Tensor dense = last.contiguous();
            Assert.Equal(images.data<float>().ToArray(), dense.data<float>().ToArray());
        }
    }

    /// <summary>A view begins in the middle of its memory, as the parts of an evaluation do.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_part_of_a_batch_is_that_part(long channels)
    {
        using Tensor images = TestTensors.Range(6 * channels * 20, ScalarType.Float32).reshape(6, channels, 4, 5);
        using Tensor part = images.narrow(0, 2, 3);
        using Tensor last = ChannelsLast.Of(part);
        using Tensor dense = last.contiguous();
        using Tensor copy = part.clone();
        Assert.Equal(copy.data<float>().ToArray(), dense.data<float>().ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Gradients_pass_through(long channels)
    {
        using Tensor images = randn(2, channels, 4, 5, requires_grad: true);
        using Tensor weights = TestTensors.Range(2 * channels * 20, ScalarType.Float32).reshape(2, channels, 4, 5);
        using Tensor last = ChannelsLast.Of(images);
        using Tensor product = last * weights;
        using Tensor sum = product.sum();
        using Tensor gradient = autograd.grad([sum], [images])[0];
        using Tensor dense = gradient.contiguous();
        Assert.Equal(weights.data<float>().ToArray(), dense.data<float>().ToArray());
    }
}
