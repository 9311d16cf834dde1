using System.Runtime.InteropServices;

namespace QuantDsl.Cuda;

/// <summary>The functions of NVRTC, CUDA's compiler as a library, that are used here. All but the last return 0 or an error.</summary>
internal static unsafe partial class Nvrtc
{
    /// <summary>Name by which <see cref="Native.NativeResolver"/> identifies the library of these functions.</summary>
    public const string Library = "QuantDsl.Nvrtc";

    /// <summary>NVRTC_ERROR_INVALID_OPTION.</summary>
    public const int InvalidOption = 5;

    /// <summary>NVRTC_ERROR_COMPILATION: the log has the details.</summary>
    public const int CompilationError = 6;

    [LibraryImport(Library, EntryPoint = "nvrtcVersion")]
    public static partial int Version(int* major, int* minor);

    [LibraryImport(Library, EntryPoint = "nvrtcCreateProgram", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CreateProgram(nint* program, string source, string name, int headers, byte** sources, byte** names);

    [LibraryImport(Library, EntryPoint = "nvrtcCompileProgram")]
    public static partial int CompileProgram(nint program, int count, nint* options);

    [LibraryImport(Library, EntryPoint = "nvrtcDestroyProgram")]
    public static partial int DestroyProgram(nint* program);

    [LibraryImport(Library, EntryPoint = "nvrtcGetCUBINSize")]
    public static partial int GetCubinSize(nint program, nuint* bytes);

    [LibraryImport(Library, EntryPoint = "nvrtcGetCUBIN")]
    public static partial int GetCubin(nint program, byte* cubin);

    [LibraryImport(Library, EntryPoint = "nvrtcGetProgramLogSize")]
    public static partial int GetProgramLogSize(nint program, nuint* bytes);

    [LibraryImport(Library, EntryPoint = "nvrtcGetProgramLog")]
    public static partial int GetProgramLog(nint program, byte* log);

    [LibraryImport(Library, EntryPoint = "nvrtcGetErrorString")]
    public static partial byte* GetErrorString(int error);
}
