using System.Runtime.Versioning;
using System.Security.Cryptography;
using QuantDsl.Files;

namespace QuantDsl.Native;

/// <summary>
/// Writes a library that was created at run time to a file, because the system loads libraries only from files. The file stays in the
/// user's cache folder for the next run; if that folder cannot be written, it is kept in a temporary folder until it is loaded.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class NativeCache
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// The user's cache folder according to the XDG rules: $XDG_CACHE_HOME/quantdsl or ~/.cache/quantdsl; null if there is no home.
    /// </summary>
    internal static string? Folder() =>
        Folder(Environment.GetEnvironmentVariable("XDG_CACHE_HOME"), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <inheritdoc cref="Folder()"/>
    internal static string? Folder(string? xdgCacheHome, string? home) =>
        Path.IsPathFullyQualified(xdgCacheHome ?? "") ? Path.Combine(xdgCacheHome!, "quantdsl")
        : Path.IsPathFullyQualified(home ?? "") ? Path.Combine(home!, ".cache", "quantdsl")
        : null;

    /// <summary>Loads a library from its content.</summary>
    /// <param name="folder">The cache folder, created if absent; null for a temporary one.</param>
    /// <param name="name">The file's name without extension; a hash of the content is added, so that versions can coexist.</param>
    /// <param name="content">The library.</param>
    /// <param name="handle">The opened library; 0 if it could not be opened.</param>
    /// <param name="path">The file that was loaded.</param>
    /// <returns>Null on success, otherwise the reasons of the failure.</returns>
    internal static string? TryLoad(string? folder, string name, byte[] content, out nint handle, out string path)
    {
        string fileName = $"{name}-{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}.so";
        path = folder is null ? "" : Path.Combine(folder, fileName);
        handle = 0;
        string? error = folder is null ? null : TryLoadFrom(folder, fileName, content, out handle);
        if (folder is not null && error is null)
        {
            return null;
        }

        // A new folder of the user's: in a folder that everyone can write, an existing file could be someone else's.
        string temporary;
        try
        {
            temporary = Directory.CreateTempSubdirectory("quantdsl-").FullName;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return error is null ? failure.Message : error + "\n" + failure.Message;
        }

        path = Path.Combine(temporary, fileName);
        string? second = TryLoadFrom(temporary, fileName, content, out handle);

        // A loaded library no longer needs its file name.
        Directory.Delete(temporary, recursive: true);
        return second is null || error is null ? second : error + "\n" + second;
    }

    /// <summary>
    /// Makes sure that a folder has a file with this content, even if several processes do so at once, and returns its path.
    /// </summary>
    internal static string Place(string folder, string fileName, byte[] content)
    {
        Directory.CreateDirectory(folder, OwnerOnly);
        string path = Path.Combine(folder, fileName);
        if (Holds(path, content))
        {
            return path;
        }

        AtomicFile.Write(path, file => file.Write(content));
        return path;
    }

    private static string? TryLoadFrom(string folder, string fileName, byte[] content, out nint handle)
    {
        try
        {
            return NativeLoad.TryOpen(Place(folder, fileName, content), out handle, bindNow: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            handle = 0;
            return failure.Message;
        }
    }

    private static bool Holds(string path, byte[] content)
    {
        try
        {
            return new FileInfo(path) is { Exists: true } file && file.Length == content.Length
                && File.ReadAllBytes(path).AsSpan().SequenceEqual(content);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Unreadable: it is written again, which replaces it or reports why not.
            return false;
        }
    }
}
