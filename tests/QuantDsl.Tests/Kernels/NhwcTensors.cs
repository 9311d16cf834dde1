using TorchSharp;

namespace QuantDsl.Tests.Kernels;

/// <summary>Values as [sample][row][column][channel] and as tensors [sample, channel, row, column].</summary>
internal static class NhwcTensors
{
    public static torch.Tensor Make(ImageShape shape, float[] values)
    {
        using torch.Tensor flat = torch.tensor(values);
        using torch.Tensor images = flat.view(shape.Samples, shape.Height, shape.Width, shape.Channels);
        using torch.Tensor permuted = images.permute(0, 3, 1, 2);
        return permuted.contiguous();
    }

    public static float[] Values(torch.Tensor images)
    {
        using torch.Tensor detached = images.detach();
        using torch.Tensor permuted = detached.permute(0, 2, 3, 1);
        using torch.Tensor contiguous = permuted.contiguous();
        return [.. contiguous.data<float>()];
    }
}
