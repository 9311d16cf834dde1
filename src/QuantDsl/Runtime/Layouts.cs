using static TorchSharp.torch;

namespace QuantDsl.Runtime;

/// <summary>Orders of an image batch in memory.</summary>
public static class Layouts
{
    /// <summary>
    /// The same batch with the channels of a pixel side by side. libtorch's CPU kernels for max pooling, and those of convolutions around it,
    /// are faster that way (its batch normalisation is slower).
    /// </summary>
    /// <param name="images">[N, C, height, width].</param>
    /// <returns>A tensor of the caller's in the same shape, with strides [H·W·C, 1, W·C, C].</returns>
    public static Tensor ChannelsLast(Tensor images)
    {
        long channels = images.size(1);
        using Tensor last = images.permute(0, 2, 3, 1);
        using Tensor dense = last.contiguous();
        if (channels > 1)
            return dense.permute(0, 3, 1, 2);
        long height = images.size(2);
        long width = images.size(3);
        return dense.as_strided([images.size(0), 1, height, width], [height * width, 1, width, 1]); // of one channel both orders are the same
    }
}
