using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace QuantDsl.Native;

/// <summary>Opens native libraries and says why one could not be opened, in the system loader's own words.</summary>
internal static partial class NativeLoad
{
    private const int Lazy = 1;
    private const int Now = 2;
    private const int NoLoad = 4;

    /// <summary>Opens a library by its path, or by its name alone if the system knows it.</summary>
    /// <param name="path">The file, or a bare file name.</param>
    /// <param name="handle">The opened library; 0 if it could not be.</param>
    /// <param name="bindNow">
    /// On Linux, resolve every function at once: one that is missing is then an error here; resolved late, it would end the process at its
    /// first call.
    /// </param>
    /// <returns>Null if it is open, otherwise the loader's error text.</returns>
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

    /// <summary>The library of a path or name if it is already in this process, otherwise 0. Loads nothing.</summary>
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

    // NativeLibrary.Load always resolves late. libdl.so.2 exists in every glibc, as an empty shell since 2.34.
    [LibraryImport("libdl.so.2", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Open(string path, int flags);

    [LibraryImport("libdl.so.2", EntryPoint = "dlerror")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint LastError();
}
