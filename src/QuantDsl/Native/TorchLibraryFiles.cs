using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using TorchSharp;

namespace QuantDsl.Native;

/// <summary>Locations and file names of the native libraries on this system.</summary>
internal static class TorchLibraryFiles
{
    /// <summary>TorchSharp's own native library: the name its P/Invokes ask for.</summary>
    internal const string LibTorchSharp = "LibTorchSharp";

    /// <summary>The libtorch that TorchSharp was built with.</summary>
    internal const string LibTorchVersion = "2.10";

    /// <summary>
    /// libtorch's libraries in an order in which each depends only on earlier ones; a CPU build lacks those of CUDA.
    /// </summary>
    internal static readonly string[] LoadOrder = ["c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch"];

    /// <summary>The libraries that every build of libtorch has.</summary>
    internal static readonly string[] Required = ["c10", "torch_cpu", "torch"];

    /// <summary>The runtime identifier that packages use for this system, e.g. linux-x64.</summary>
    internal static string RuntimeIdentifier { get; } =
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")
        + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>The file name of a library, e.g. libc10.so for c10.</summary>
    internal static string FileName(string library) =>
        OperatingSystem.IsWindows() ? library + ".dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";

    /// <summary>
    /// The folders to search, in the order in which the runtime itself would: those that the host read from the application's deps.json,
    /// then the folders of the application and of TorchSharp.dll, flat (published) or by runtime identifier (built).
    /// </summary>
    internal static IReadOnlyList<string> SearchFolders()
    {
        var folders = new List<string>();
        if (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") is string fromHost)
        {
            folders.AddRange(fromHost.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
        }

        foreach (string? root in new[] { AppContext.BaseDirectory, TorchSharpFolder() })
        {
            if (!string.IsNullOrEmpty(root))
            {
                folders.Add(root);
                folders.Add(Path.Combine(root, "runtimes", RuntimeIdentifier, "native"));
            }
        }

        return [.. folders.Select(folder => Path.TrimEndingDirectorySeparator(folder)).Distinct().Where(Directory.Exists)];
    }

    /// <summary>The first folder that holds the library, or null.</summary>
    internal static string? FolderOf(string library, IEnumerable<string> folders) =>
        folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, FileName(library))));

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "Where it is empty the application's folder serves.")]
    private static string? TorchSharpFolder() => Path.GetDirectoryName(typeof(torch).Assembly.Location);
}
