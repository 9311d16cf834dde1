using System.Globalization;
using System.Runtime.InteropServices;

namespace QuantDsl.Cuda;

/// <summary>Describes errors of the CUDA driver: the call, the error, and advice for the user.</summary>
internal static unsafe class CudaFailure
{
    private const int OutOfMemory = 2;

    /// <summary>Advice about an error; null if there is none.</summary>
    public static string? Advice(int error) => error switch
    {
        OutOfMemory => "The GPU's memory is full. Use a smaller batch or model, or end other programs on the GPU (nvidia-smi lists them).",
        34 => "The loaded library is the stub for linking programs. Remove its folder from the library path and install "
            + "NVIDIA's driver.",
        3 or 4 => "The driver has been shut down: the process is ending.",
        100 => "The driver sees no GPU. Check nvidia-smi and the environment variable CUDA_VISIBLE_DEVICES; a container must be "
            + "started with access to the GPU (--gpus all).",
        101 => "There is no such GPU. nvidia-smi lists those that there are.",
        200 or 209 or 222 => "The code was compiled by an NVRTC that is too new for the driver. Update NVIDIA's driver, "
            + $"or name an older NVRTC in {CudaLibraries.NvrtcVariable}.",
        500 => "The compiled code lacks a kernel: the versions of QuantDsl's generator and library differ. Rebuild the program.",
        700 or 716 or 719 => "A kernel that was launched before has failed; the process can no longer use the GPU. This is an error of "
            + "QuantDsl, unless the program launches kernels of its own: please report it, with the model.",
        701 or 720 => "The GPU cannot hold the blocks of a kernel of the step.",
        803 or 804 => "The driver's library and its kernel module do not match. Restart the machine after updating the driver.",
        999 => "The driver reports no reason. Check nvidia-smi.",
        _ => null,
    };

    /// <summary>Creates the exception of a failed call.</summary>
    /// <param name="call">Name of the call, such as cuLaunchKernel, and its purpose.</param>
    /// <param name="error">The error code that it returned.</param>
    public static CudaException Of(string call, int error)
    {
        byte* name = null;
        byte* text = null;
        if (CudaDriver.GetErrorName(error, &name) != 0)
            name = null; // the driver does not know this error
        if (CudaDriver.GetErrorString(error, &text) != 0)
            text = null;
        return Of(call, error, Marshal.PtrToStringUTF8((nint)name), Marshal.PtrToStringUTF8((nint)text));
    }

    /// <summary>Creates the exception of a failed call.</summary>
    public static CudaException Of(string call, int error, string? name, string? text)
    {
        string number = error.ToString(CultureInfo.InvariantCulture);
        string advice = Advice(error) is { } known ? " " + known : "";
        return new CudaException($"{call} failed with {name ?? "an unknown error"} ({number}{(text is null ? "" : ", " + text)}).{advice}");
    }
}
