using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Cuda;

/// <summary>Moves tensors to a device.</summary>
internal static class Transfer
{
    /// <summary>
    /// Returns the tensor itself if it is on the device; otherwise disposes it and returns a copy. Copies to CUDA are made from pinned
    /// memory, so that they do not wait for the work of the device.
    /// </summary>
    public static Tensor To(Tensor tensor, Device device)
    {
        if (IsOn(tensor, device))
            return tensor;
        using (tensor)
        {
            if (device.type != DeviceType.CUDA || tensor.device_type != DeviceType.CPU)
                return tensor.to(device);
            using Tensor pinned = tensor.pin_memory();
            return pinned.to(device, non_blocking: true);
        }
    }

    /// <summary>Whether a tensor is on a device.</summary>
    public static bool IsOn(Tensor tensor, Device device) =>
        tensor.device_type == device.type && (device.type == DeviceType.CPU || tensor.device_index == Math.Max(0, device.index));
}
