using QuantDsl.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Native;

/// <summary>Convolutions of libtorch on the CPU.</summary>
internal static class TorchConvolution
{
    /// <summary>Computes the convolution of a case and its gradients. Recording of gradients must be enabled on this thread.</summary>
    /// <param name="operands">The shapes and numbers.</param>
    /// <param name="channelsLast">Whether the memory layout of the input is NHWC rather than NCHW.</param>
    internal static ConvolutionResult<float> Compute(ConvolutionCase operands, bool channelsLast)
    {
        using DisposeScope all = NewDisposeScope();
        Tensor images = From(operands.Input, operands.Batch, operands.Channels, operands.Size);
        Tensor input = (channelsLast ? ChannelsLast.Of(images) : images).detach().requires_grad_();
        Tensor weight = From(operands.Weight, operands.Filters, operands.Channels, operands.Kernel).requires_grad_();
        Tensor output = nn.functional.conv2d(
            input, weight, strides: [operands.Stride, operands.Stride], padding: [operands.Padding, operands.Padding]);
        Tensor gradient = From(operands.OutputGradient, operands.Batch, operands.Filters, operands.OutputSize);
        IList<Tensor> gradients = autograd.grad([output], [input, weight], [gradient]);
        return new ConvolutionResult<float>(Values(output), Values(gradients[0]), Values(gradients[1]));
    }

    private static Tensor From(float[] values, long first, long second, long size) =>
        tensor(values, [first, second, size, size], dtype: ScalarType.Float32, device: CPU);

    // Flat, because TorchSharp copies multidimensional tensors element by element.
    private static float[] Values(Tensor tensor) => tensor.detach().reshape(-1).data<float>().ToArray();
}
