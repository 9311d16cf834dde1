using System.Text.RegularExpressions;
using QuantDsl.Native;

namespace QuantDsl.Cuda;

/// <summary>Locations in which NVRTC is searched.</summary>
internal static partial class NvrtcSearch
{
    private static readonly string[] LinuxNames = ["libnvrtc.so", "libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2"];
    private static readonly string[] WindowsNames = ["nvrtc64_130_0.dll", "nvrtc64_120_0.dll"];

    /// <summary>
    /// Files beside the loaded libtorch, then names for the system's own search, then the usual folder of the CUDA toolkit.
    /// </summary>
    public static IReadOnlyList<string> All() =>
        All(RequestedLibTorch.Folder is { } requested ? Beside(Path.GetFullPath(requested)) : TorchLibraryFiles.SearchFolders());

    /// <inheritdoc cref="All()"/>
    public static IReadOnlyList<string> All(IEnumerable<string> folders) =>
    [
        .. folders.SelectMany(In),
        .. OperatingSystem.IsWindows() ? WindowsNames : LinuxNames,
        .. OperatingSystem.IsWindows() ? [] : In("/usr/local/cuda/lib64"),
    ];

    /// <summary>The torch/lib folder of a Python PyTorch, and the folders of NVIDIA's packages that are installed beside torch.</summary>
    public static IReadOnlyList<string> Beside(string torchLib)
    {
        string packages = Path.GetFullPath(Path.Combine(torchLib, "..", ".."));
        return
        [
            torchLib,
            Path.Combine(packages, "nvidia", "cuda_nvrtc", "lib"),
            Path.Combine(packages, "nvidia", "cuda_nvrtc", "bin"), // where Windows has it
            Path.Combine(packages, "nvidia", "cu13", "lib"),
        ];
    }

    /// <summary>The NVRTC libraries in a folder, newest first, without auxiliary libraries and alternative builds.</summary>
    public static IReadOnlyList<string> In(string folder) => In(folder, OperatingSystem.IsWindows() ? WindowsName() : LinuxName());

    /// <summary>
    /// The libraries of built-in functions beside an NVRTC. It opens its own by name when it compiles, and not every distribution has told
    /// it to look beside itself.
    /// </summary>
    public static IReadOnlyList<string> Builtins(string nvrtc) => Path.GetDirectoryName(nvrtc) is { Length: > 0 } folder
        ? In(folder, OperatingSystem.IsWindows() ? WindowsBuiltins() : LinuxBuiltins())
        : [];

    private static IReadOnlyList<string> In(string folder, Regex name)
    {
        try
        {
            return
            [
                .. Directory.GetFiles(folder).Where(file => name.IsMatch(Path.GetFileName(file))).OrderDescending(StringComparer.Ordinal),
            ];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return []; // usually because the folder does not exist
        }
    }

    [GeneratedRegex(@"^libnvrtc(-[0-9a-f]+)?\.so[.0-9]*$")]
    private static partial Regex LinuxName();

    [GeneratedRegex(@"^libnvrtc-builtins(-[0-9a-f]+)?\.so[.0-9]*$")]
    private static partial Regex LinuxBuiltins();

    [GeneratedRegex(@"^nvrtc-builtins64_[0-9]+\.dll$", RegexOptions.IgnoreCase)]
    private static partial Regex WindowsBuiltins();

    [GeneratedRegex(@"^nvrtc64_[_0-9]+\.dll$", RegexOptions.IgnoreCase)]
    private static partial Regex WindowsName();
}
