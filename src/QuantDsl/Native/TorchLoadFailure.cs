using System.Text.RegularExpressions;
using static QuantDsl.Native.TorchLibraryFiles;

namespace QuantDsl.Native;

/// <summary>Turns error texts of the system's loader into advice for the user.</summary>
internal static partial class TorchLoadFailure
{
    /// <summary>No libtorch was found at all.</summary>
    internal static TorchLoadException NoLibTorch(IReadOnlyList<string> searched, string error) => new(
        $"libtorch is not there: the application references no package of it for {RuntimeIdentifier}.\n"
        + "Tensors and models on CUDA need it; models on the CPU do not.\n"
        + $"Add the package TorchSharp-cpu, or {CudaPackage} for a GPU (QuantDsl's own projects take it with -p:TorchBackend=cuda), or "
        + $"set {RequestedLibTorch.Variable} to the torch/lib of a Python PyTorch {LibTorchVersion}."
        + SearchedPlaces.Lines(searched) + Says(error));

    /// <summary>TorchSharp's package has no library for this system, or the application was deployed without it.</summary>
    internal static TorchLoadException NoLibTorchSharp(IReadOnlyList<string> searched) => new(
        $"TorchSharp's native library {FileName(LibTorchSharp)} is not there for {RuntimeIdentifier}.\n"
        + "TorchSharp supports linux-x64, win-x64, win-arm64 and osx-arm64. On one of these, publish the application together with its "
        + "native libraries."
        + SearchedPlaces.Lines(searched));

    /// <summary>Alpine and other systems with musl.</summary>
    internal static TorchLoadException Musl() => new(
        "libtorch is built for glibc and this Linux uses musl. Run on a distribution with glibc, for example the container image "
        + "mcr.microsoft.com/dotnet/runtime:10.0 instead of …-alpine.");

    /// <summary>A library exists, but the system rejects it.</summary>
    internal static TorchLoadException Refused(string file, string error) =>
        new($"{file} cannot be loaded. {Advice(file, error)}{Says(error)}");

    // The loader's text may be translated, but the names in it are not. The last line is about the file that was tried last.
    private static string Advice(string file, string error)
    {
        string last = error[(error.LastIndexOf('\n') + 1)..];
        if (LacksSymbol(last))
        {
            return $"libtorch lacks a function that TorchSharp calls: its version does not match. TorchSharp needs libtorch (PyTorch) "
                + $"{LibTorchVersion}: reference that version of the libtorch package, or name such a PyTorch in "
                + $"{RequestedLibTorch.Variable}.";
        }

        if (NeededVersion().Match(last) is { Success: true } version)
        {
            string library = version.Value.StartsWith("GLIBC_", StringComparison.Ordinal) ? "glibc" : "libstdc++";
            return $"This system's {library} is too old: {version.Value} is needed and used. Run on a newer distribution (or container "
                + "image), or install a newer libstdc++ where only that is missing.";
        }

        if (MissingLibrary().Match(last) is { Success: true } missing && !missing.Groups[1].Value.Equals(file, StringComparison.Ordinal))
        {
            return $"It needs the shared library {missing.Groups[1].Value}, which is not installed. Install the package that holds it "
                + "(on Debian and Ubuntu: apt-file search <name>).";
        }

        return OperatingSystem.IsWindows()
            ? "If a module is missing, install the Microsoft Visual C++ Redistributable (x64)."
            : "The file may be damaged or on a volume that allows no execution: restore the packages again (dotnet restore --force) and "
                + "look at the mount.";
    }

    /// <summary>Whether a loader says that a function is missing: it has come further than to the versions of system libraries.</summary>
    internal static bool LacksSymbol(string error) => MissingSymbol().IsMatch(error);

    private static string CudaPackage => OperatingSystem.IsWindows() ? "TorchSharp-cuda-windows" : "TorchSharp-cuda-linux";

    private static string Says(string error) => $"\nThe system's loader says: {error}";

    [GeneratedRegex(@"undefined symbol|\b_Z\w+|0x8007007F")] // the last is Windows' "procedure not found"
    private static partial Regex MissingSymbol();

    [GeneratedRegex(@"(GLIBCXX|GLIBC|CXXABI)_[0-9.]*[0-9]")]
    private static partial Regex NeededVersion();

    [GeneratedRegex(@"^([^\s/:]+\.so[.0-9]*): ")]
    private static partial Regex MissingLibrary();
}
