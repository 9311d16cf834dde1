using QuantDsl.Native;

namespace QuantDsl.Cuda;

/// <summary>The CUDA driver and NVRTC in this process. They are searched when CUDA is first needed.</summary>
internal static class CudaLibraries
{
    /// <summary>Environment variable: the driver's library to use instead of the system's, a full path.</summary>
    public const string DriverVariable = "QUANTDSL_CUDA_DRIVER";

    /// <summary>Environment variable: the NVRTC to use instead of the one beside libtorch, a full path.</summary>
    public const string NvrtcVariable = "QUANTDSL_NVRTC";

    private static readonly Lock Gate = new();
    private static nint _driver;
    private static nint _nvrtc;

    /// <summary>The driver's library.</summary>
    /// <exception cref="CudaException">It was not found.</exception>
    public static nint Driver() => Once(ref _driver, static () =>
        NativeSearch.Open(
            Environment.GetEnvironmentVariable(DriverVariable), DriverVariable, "the driver of an NVIDIA GPU", DriverFiles(), NoDriver));

    /// <summary>NVRTC's library.</summary>
    /// <exception cref="CudaException">It was not found.</exception>
    public static nint Nvrtc() => Once(ref _nvrtc, static () =>
        NativeSearch.Open(
            Environment.GetEnvironmentVariable(NvrtcVariable),
            NvrtcVariable,
            "NVRTC, CUDA's compiler",
            NvrtcSearch.All(),
            NoNvrtc,
            NvrtcSearch.Builtins));

    private static string NoDriver =>
        "Install NVIDIA's driver for the GPU (nvidia-smi then lists it); in a container start it with access to the GPU (--gpus all). "
        + $"{DriverVariable} may name the file.";

    private static string NoNvrtc =>
        "It comes with the CUDA toolkit, with Python's packages nvidia-cuda-nvrtc and PyTorch for CUDA "
        + $"({RequestedLibTorch.Variable} names its torch/lib), and with the packages TorchSharp-cuda-linux and TorchSharp-cuda-windows "
        + $"(build with -p:TorchBackend=cuda). {NvrtcVariable} may name the file.";

    private static string[] DriverFiles() =>
        OperatingSystem.IsWindows() ? ["nvcuda.dll"] : ["libcuda.so.1", "/usr/lib/wsl/lib/libcuda.so.1"];

    private static nint Once(ref nint handle, Func<nint> open)
    {
        lock (Gate)
        {
            NativeResolver.Register();
            return handle != 0 ? handle : handle = open();
        }
    }
}
