using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Cuda;

/// <summary>Brings tensors to a device.</summary>
internal static class Transfer
{
    /// <summary>
    /// The tensor itself where it is there already; otherwise a copy, and the tensor is disposed. To CUDA it goes from pinned memory, so that
    /// nobody waits for what the device still has to do.
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
