using QuantDsl.Native;
using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace QuantDsl.Cuda;

/// <summary>
/// Checks that libtorch can use a GPU, which only models need with an operation that the whole step on CUDA does not have.
/// </summary>
internal static class TorchDevice
{
    /// <summary>Checks a device that the driver has.</summary>
    /// <exception cref="CudaException">The loaded libtorch cannot use it.</exception>
    public static void Require(Device device)
    {
        if (device.type != DeviceType.CUDA)
            return;
        TorchLibrary.EnsureLoaded();
        int count = cuda.is_available() ? cuda.device_count() : 0;
        if (count == 0)
            throw Absent(device.index, IsCudaBuild(), TorchLibrary.Description);
        if (device.index >= count)
        {
            throw new CudaException(
                Invariant($"A model was requested on cuda:{device.index}, but libtorch sees {count} GPUs, numbered from 0."));
        }
    }

    /// <summary>Creates the exception for a libtorch without CUDA, which says why and what to do.</summary>
    public static CudaException Absent(int index, bool isCudaBuild, string libTorch) => new(
        Invariant($"A model was requested on cuda:{index} that has an operation for which CUDA needs libtorch, but ")
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
