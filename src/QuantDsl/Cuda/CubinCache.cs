using System.Security.Cryptography;
using System.Text;
using QuantDsl.Files;
using QuantDsl.Native;

namespace QuantDsl.Cuda;

/// <summary>
/// Cache of compiled code on disk, because compiling a model takes seconds. An entry begins with the hash of its content, so that a damaged
/// entry is treated as absent. If the cache cannot be written, every run compiles its code.
/// </summary>
internal sealed class CubinCache(string? folder)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The user's cache folder: <c>~/.cache/quantdsl/cuda</c> or the equivalent of the system.</summary>
    public static CubinCache OfUser()
    {
        if (OperatingSystem.IsLinux())
            return new CubinCache(NativeCache.Folder() is { } folder ? Path.Combine(folder, "cuda") : null);
        string local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return new CubinCache(local.Length == 0 ? null : Path.Combine(local, "quantdsl", "cuda"));
    }

    /// <summary>The name of an entry: a hash of everything that the code depends on.</summary>
    /// <param name="source">CUDA C.</param>
    /// <param name="options">Options of the compiler, including the architecture.</param>
    /// <param name="compiler">Version of NVRTC.</param>
    /// <param name="driver">Version of the driver.</param>
    public static string Key(string source, IReadOnlyList<string> options, string compiler, string driver)
    {
        string all = string.Join('\0', [compiler, driver, .. options, source]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
    }

    /// <summary>Reads the code of an entry; returns null if it is absent or damaged.</summary>
    public byte[]? Find(string key)
    {
        if (folder is null)
            return null;
        try
        {
            byte[] entry = File.ReadAllBytes(PathOf(key));
            if (entry.Length <= SHA256.HashSizeInBytes)
                return null;
            byte[] code = entry[SHA256.HashSizeInBytes..];
            return SHA256.HashData(code).AsSpan().SequenceEqual(entry.AsSpan(0, SHA256.HashSizeInBytes)) ? code : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes an entry if possible.</summary>
    public void Keep(string key, byte[] code)
    {
        if (folder is null)
            return;
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, OwnerOnly); // it contains code that will be executed
            AtomicFile.Write(PathOf(key), file =>
            {
                file.Write(SHA256.HashData(code));
                file.Write(code);
            });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Failure costs only time.
        }
    }

    private string PathOf(string key) => Path.Combine(folder!, key + ".cubin");
}
