using System.Runtime.InteropServices;
using QuantDsl.Native;
using static TorchSharp.torch;

namespace QuantDsl.Cuda;

/// <summary>The address of a tensor's values on any device; TorchSharp itself returns it only on the CPU.</summary>
internal static partial class TensorMemory
{
    static TensorMemory() => NativeResolver.Register();

    /// <summary>The address of the first value; 0 if there is none.</summary>
    public static nint Of(Tensor tensor)
    {
        nint address = Data(tensor.Handle);
        GC.KeepAlive(tensor);
        return address;
    }

    [LibraryImport(TorchLibraryFiles.LibTorchSharp, EntryPoint = "THSTensor_data")]
    private static partial nint Data(nint tensor);
}
