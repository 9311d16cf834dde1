using QuantDsl.Native;
using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace QuantDsl.Cuda;

/// <summary>Resolves the device of a model, and checks that it is available.</summary>
internal static class ModelDevice
{
    /// <summary>Returns the device with its number; null means the CPU.</summary>
    /// <exception cref="NotSupportedException">It is neither the CPU nor CUDA.</exception>
    /// <exception cref="CudaException">CUDA or the GPU is not available. There is no fallback to the CPU.</exception>
    public static Device Find(Device? device)
    {
        if (device is null || device.type == DeviceType.CPU)
            return new Device(DeviceType.CPU); // torch.CPU would load libtorch
        if (device.type != DeviceType.CUDA)
        {
            throw new NotSupportedException(
                $"A model was requested on {device}, but models live on the CPU or on CUDA: pass torch.CPU or Devices.Cuda().");
        }
        TorchLibrary.EnsureLoaded();
        int index = Math.Max(0, device.index);
        int count = cuda.is_available() ? cuda.device_count() : 0;
        if (count == 0)
            throw Absent(index, IsCudaBuild(), TorchLibrary.Description);
        if (index >= count)
            throw new CudaException(Invariant($"A model was requested on cuda:{index}, but libtorch sees {count} GPUs, numbered from 0."));
        return new Device(DeviceType.CUDA, index);
    }

    /// <summary>Creates the exception for missing CUDA, which says why and what to do.</summary>
    public static CudaException Absent(int index, bool isCudaBuild, string libTorch) => new(
        Invariant($"A model was requested on cuda:{index}, but ")
        + (isCudaBuild
            ? "libtorch finds no GPU that it can use.\nnvidia-smi must list one, with a driver that is new enough for this libtorch; "
                + "a container must be started with access to the GPU (--gpus all)."
            : "this libtorch is built for the CPU only.\nBuild with -p:TorchBackend=cuda (it takes the package TorchSharp-cuda-linux or "
                + $"TorchSharp-cuda-windows), or set {RequestedLibTorch.Variable} to the torch/lib of a Python PyTorch for CUDA.")
        + $"\nTo train on the CPU leave the device out.\n({libTorch}.)");

    private static bool IsCudaBuild()
    {
        IEnumerable<string> folders = RequestedLibTorch.Folder is { } requested ? [requested] : TorchLibraryFiles.SearchFolders();
        return TorchLibraryFiles.FolderOf("torch_cuda", folders) is not null;
    }
}
