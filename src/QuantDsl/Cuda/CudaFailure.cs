using System.Globalization;
using System.Runtime.InteropServices;

namespace QuantDsl.Cuda;

/// <summary>Turns what CUDA's driver returns into words: the call, the error, and what to do.</summary>
internal static unsafe class CudaFailure
{
    private const int OutOfMemory = 2;

    /// <summary>What to do about an error; null where that is not known.</summary>
    public static string? Advice(int error) => error switch
    {
        OutOfMemory => "The GPU's memory is full. Take a smaller batch or model, or end other programs that use the GPU (nvidia-smi lists them).",
        34 => "The library that was loaded is the stub that programs are linked with. Take its folder out of the library path and install "
            + "NVIDIA's driver.",
        3 or 4 => "The driver has been shut down: the process is ending.",
        100 => "The driver sees no GPU. Check nvidia-smi and the environment variable CUDA_VISIBLE_DEVICES; a container must be started with "
            + "access to the GPU (--gpus all).",
        101 => "There is no such GPU. torch.cuda.device_count() says how many there are.",
        200 or 209 or 222 => "The code was compiled for this GPU by an NVRTC that is newer than the driver understands. Update NVIDIA's driver, "
            + $"or name an older NVRTC in {CudaLibraries.NvrtcVariable}.",
        500 => "The compiled code lacks a kernel: QuantDsl's generator and library are of different versions. Build again.",
        700 or 716 or 719 => "A kernel failed, in the update or before it; the process cannot use the GPU any more. Set "
            + "CUDA_LAUNCH_BLOCKING=1 to see which, and report it if it is the update.",
        701 or 720 => "The GPU cannot hold the blocks of the update.",
        803 or 804 => "The driver's library and its kernel module do not match. After an update of the driver restart the machine.",
        999 => "The driver gives no reason. Check nvidia-smi.",
        _ => null,
    };

    /// <summary>The exception of a failed call.</summary>
    /// <param name="call">Its name, such as cuLaunchKernel, and what it was for.</param>
    /// <param name="error">What it returned.</param>
    public static CudaException Of(string call, int error)
    {
        byte* name = null;
        byte* text = null;
        if (CudaDriver.GetErrorName(error, &name) != 0)
            name = null; // an error that the driver does not know
        if (CudaDriver.GetErrorString(error, &text) != 0)
            text = null;
        return Of(call, error, Marshal.PtrToStringUTF8((nint)name), Marshal.PtrToStringUTF8((nint)text));
    }

    /// <summary>The exception of a failed call in words.</summary>
    public static CudaException Of(string call, int error, string? name, string? text)
    {
        string number = error.ToString(CultureInfo.InvariantCulture);
        string advice = Advice(error) is { } known ? " " + known : "";
        return new CudaException($"{call} failed with {name ?? "an unknown error"} ({number}{(text is null ? "" : ", " + text)}).{advice}");
    }
}
