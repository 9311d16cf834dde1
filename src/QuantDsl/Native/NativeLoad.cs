using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace QuantDsl.Native;

/// <summary>Opens native libraries and reports the error text of the system's loader on failure.</summary>
internal static partial class NativeLoad
{
    private const int Lazy = 1;
    private const int Now = 2;
    private const int NoLoad = 4;

    /// <summary>Opens a library by its path, or by its name alone if the system knows it.</summary>
    /// <param name="path">The file, or a bare file name.</param>
    /// <param name="handle">The opened library; 0 if it could not be opened.</param>
    /// <param name="bindNow">
    /// On Linux, whether to resolve every function at once, so that a missing function is an error here rather than ending the process at
    /// its first call.
    /// </param>
    /// <returns>Null on success, otherwise the loader's error text.</returns>
    internal static string? TryOpen(string path, out nint handle, bool bindNow = false)
    {
        if (!OperatingSystem.IsLinux())
        {
            return TryOpenPortably(path, out handle);
        }

        // The first call also binds dlerror itself, which would otherwise overwrite the text that it is to return.
        LastError();
        handle = Open(path, bindNow ? Now : Lazy);
        return handle != 0 ? null : Marshal.PtrToStringUTF8(LastError()) ?? "no reason given";
    }

    /// <summary>Returns the library of a path or name if it is already loaded in this process, otherwise 0. Loads nothing.</summary>
    [SupportedOSPlatform("linux")]
    internal static nint Loaded(string path) => Open(path, Lazy | NoLoad);

    private static string? TryOpenPortably(string path, out nint handle)
    {
        try
        {
            handle = NativeLibrary.Load(path);
            return null;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            handle = 0;
            return error.Message.Trim();
        }
    }

    // NativeLibrary.Load always resolves lazily. libdl.so.2 exists in every glibc, as an empty shell since 2.34.
    [LibraryImport("libdl.so.2", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Open(string path, int flags);

    [LibraryImport("libdl.so.2", EntryPoint = "dlerror")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint LastError();
}
