using System.ComponentModel;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>Orders of an image batch in memory.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Layouts
{
    /// <summary>
    /// The same batch with the channels of a pixel side by side. libtorch's CPU kernels for max pooling, and those of convolutions around it,
    /// are faster that way (its batch normalisation is slower).
    /// </summary>
    /// <param name="images">[N, C, height, width].</param>
    /// <returns>A tensor of the caller's in the same shape, with strides [H·W·C, 1, W·C, C] (those of an axis of size 1 do not matter).</returns>
    public static Tensor ChannelsLast(Tensor images)
    {
        if (images.size(1) == 1)
        {
            // Both orders are the same in memory; the view gives the strides by which libtorch tells them apart.
            using Tensor rows = images.contiguous();
            using Tensor single = rows.view(images.size(0), images.size(2), images.size(3), 1);
            return single.permute(0, 3, 1, 2);
        }
        using Tensor last = images.permute(0, 2, 3, 1);
        using Tensor dense = last.contiguous();
        return dense.permute(0, 3, 1, 2);
    }
}
