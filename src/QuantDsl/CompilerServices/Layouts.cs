using System.ComponentModel;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>Memory layouts of image batches.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Layouts
{
    /// <summary>
    /// Converts a batch to the channels-last layout (NHWC). libtorch's CPU kernels for max pooling, and those of convolutions around it,
    /// are faster that way (its batch normalisation is slower).
    /// </summary>
    /// <param name="images">[N, C, height, width].</param>
    /// <returns>
    /// A tensor of the same shape with strides [H·W·C, 1, W·C, C] (strides of axes of size 1 do not matter); the caller disposes it.
    /// </returns>
    public static Tensor ChannelsLast(Tensor images)
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
