using System.Runtime.InteropServices;

namespace QuantDsl.Files;

/// <summary>
/// Writes a folder's entries to disk. A renamed file is safe from a power cut only when its new name is, and the name belongs to the
/// folder. On Windows there is no such call for folders, and NTFS keeps a journal of renames.
/// </summary>
internal static partial class FolderSync
{
    private const int ReadOnly = 0; // O_RDONLY

    /// <summary>Writes them.</summary>
    /// <returns>False where the system or the file system has no way to do so; what was written is as safe there as it can be.</returns>
    public static bool TryFlush(string folder)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
            return false;
        try
        {
            int file = Open(folder, ReadOnly);
            if (file < 0)
                return false;
            bool isFlushed = Flush(file) == 0;
            _ = Close(file);
            return isFlushed;
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Flush(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int file);
}
