using System.Reflection;
using System.Runtime.InteropServices;
using QuantDsl.Cuda;

namespace QuantDsl.Native;

/// <summary>Finds the libraries of this assembly's imports whose file names depend on the system.</summary>
internal static class NativeResolver
{
    private static int _isSet;

    /// <summary>Must be called before any of these imports is used. An assembly can have only one resolver.</summary>
    public static void Register()
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0)
            NativeLibrary.SetDllImportResolver(typeof(NativeResolver).Assembly, Resolve);
    }

    /// <summary>Returns 0 to leave a library to the runtime.</summary>
    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? paths) => library switch
    {
        CudaDriver.Library => CudaLibraries.Driver(),
        Nvrtc.Library => CudaLibraries.Nvrtc(),
        TorchLibraryFiles.LibTorchSharp => TorchLibrary.Handle,
        _ => 0,
    };
}
