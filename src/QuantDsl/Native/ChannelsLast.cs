using static TorchSharp.torch;

namespace QuantDsl.Native;

/// <summary>The layout of images in which the convolutions of oneDNN are probed as well.</summary>
internal static class ChannelsLast
{
    /// <summary>Converts a batch to the channels-last layout (NHWC).</summary>
    /// <param name="images">[N, C, height, width].</param>
    /// <returns>
    /// A tensor of the same shape with strides [H·W·C, 1, W·C, C] (strides of axes of size 1 do not matter); the caller disposes it.
    /// </returns>
    public static Tensor Of(Tensor images)
    {
        if (images.size(1) == 1)
        {
            // Both layouts are the same in memory; the view sets the strides by which libtorch tells them apart.
            using Tensor rows = images.contiguous();
            using Tensor single = rows.view(images.size(0), images.size(2), images.size(3), 1);
            return single.permute(0, 3, 1, 2);
        }
        using Tensor last = images.permute(0, 2, 3, 1);
        using Tensor dense = last.contiguous();
        return dense.permute(0, 3, 1, 2);
    }
}
