using System.Runtime.Versioning;
using System.Security.Cryptography;
using QuantDsl.Files;

namespace QuantDsl.Native;

/// <summary>
/// Puts a library that was made at run time into a file, because the system loads libraries from files only. The file stays in a folder of
/// the user's and serves the next run; where no such folder can be written, it lies in a temporary folder until it is loaded.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class NativeCache
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// The user's cache folder by the XDG rules: $XDG_CACHE_HOME/quantdsl or ~/.cache/quantdsl; null if there is no home.
    /// </summary>
    internal static string? Folder() =>
        Folder(Environment.GetEnvironmentVariable("XDG_CACHE_HOME"), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <inheritdoc cref="Folder()"/>
    internal static string? Folder(string? xdgCacheHome, string? home) =>
        Path.IsPathFullyQualified(xdgCacheHome ?? "") ? Path.Combine(xdgCacheHome!, "quantdsl")
        : Path.IsPathFullyQualified(home ?? "") ? Path.Combine(home!, ".cache", "quantdsl")
        : null;

    /// <summary>Loads a library from its content.</summary>
    /// <param name="folder">The cache folder, made if absent; null for a temporary one.</param>
    /// <param name="name">The file's name without extension; a hash of the content is added, so versions live side by side.</param>
    /// <param name="content">The library.</param>
    /// <param name="handle">The opened library; 0 if it could not be.</param>
    /// <param name="path">Where it was loaded from.</param>
    /// <returns>Null if it is open, otherwise the reasons.</returns>
    internal static string? TryLoad(string? folder, string name, byte[] content, out nint handle, out string path)
    {
        var fileName = $"{name}-{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}.so";
        path = folder is null ? "" : Path.Combine(folder, fileName);
        handle = 0;
        var error = folder is null ? null : TryLoadFrom(folder, fileName, content, out handle);
        if (folder is not null && error is null)
        {
            return null;
        }

        // Fresh and the user's own: in a folder that all may write, a file found there could be another's.
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
        var second = TryLoadFrom(temporary, fileName, content, out handle);

        // A loaded library does not need its name.
        Directory.Delete(temporary, recursive: true);
        return second is null || error is null ? second : error + "\n" + second;
    }

    /// <summary>
    /// Makes sure that a folder holds a file with this content, however many processes do so at once, and returns its path.
    /// </summary>
    internal static string Place(string folder, string fileName, byte[] content)
    {
        Directory.CreateDirectory(folder, OwnerOnly);
        var path = Path.Combine(folder, fileName);
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
            // Unreadable: written anew, which replaces it or says why not.
            return false;
        }
    }
}
