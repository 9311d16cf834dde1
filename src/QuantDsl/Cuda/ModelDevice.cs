using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace QuantDsl.Cuda;

/// <summary>Resolves the device of a model, and checks that it is available. The driver is asked, not libtorch.</summary>
internal static class ModelDevice
{
    /// <summary>Returns the device with its number; null means the CPU.</summary>
    /// <exception cref="NotSupportedException">It is neither the CPU nor CUDA.</exception>
    /// <exception cref="CudaException">The driver, NVRTC or the GPU is not available. There is no fallback to the CPU.</exception>
    public static Device Find(Device? device)
    {
        if (device is null || device.type == DeviceType.CPU)
            return new Device(DeviceType.CPU); // torch.CPU would load libtorch
        if (device.type != DeviceType.CUDA)
        {
            throw new NotSupportedException(
                $"A model was requested on {device}, but models live on the CPU or on CUDA: pass torch.CPU or Devices.Cuda().");
        }
        int index = Math.Max(0, device.index);
        try
        {
            int count = CudaContext.CountDevices();
            CudaLibraries.Nvrtc();
            if (index >= count)
                throw new CudaException(TooFew(count));
        }
        catch (CudaException missing)
        {
            throw Absent(index, missing);
        }
        return new Device(DeviceType.CUDA, index);
    }

    /// <summary>Creates the exception for missing CUDA, which says what is missing and what to do.</summary>
    public static CudaException Absent(int index, CudaException missing) => new(
        Invariant($"A model was requested on cuda:{index}, but that is not available here.\n{missing.Message}\n")
        + "To train on the CPU leave the device out.",
        missing);

    private static string TooFew(int count) => count == 0
        ? "The driver sees no GPU. Check nvidia-smi and the environment variable CUDA_VISIBLE_DEVICES; a container must be started with "
            + "access to the GPU (--gpus all)."
        : count == 1
            ? "The driver sees one GPU, cuda:0."
            : Invariant($"The driver sees {count} GPUs, cuda:0 to cuda:{count - 1}.");
}
