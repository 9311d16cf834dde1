using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace QuantDsl.Native;

/// <summary>
/// Loads the libraries: first libtorch by full paths, then TorchSharp's library, which finds the loaded libtorch by name.
/// </summary>
internal sealed class TorchLoader
{
    private const string Libstdcxx = "libstdc++.so.6";

    private TorchLoader(nint handle, string description) => (Handle, Description) = (handle, description);

    /// <summary>The handle of TorchSharp's native library.</summary>
    internal nint Handle { get; }

    /// <summary>Where the libraries were loaded from, in one line.</summary>
    internal string Description { get; }

    /// <summary>Loads libtorch and TorchSharp's native library.</summary>
    /// <param name="requested">The folder of the libtorch to use instead of the packaged one, or null.</param>
    /// <param name="searched">The folders to search for the packaged libraries.</param>
    /// <param name="cache">The folder for patched copies, or null for a temporary one.</param>
    /// <exception cref="TorchLoadException">They cannot be loaded.</exception>
    internal static TorchLoader Load(string? requested, IReadOnlyList<string> searched, string? cache)
    {
        if (RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal))
        {
            throw TorchLoadFailure.Musl();
        }

        string folder = TorchLibraryFiles.FolderOf(TorchLibraryFiles.LibTorchSharp, searched)
            ?? throw TorchLoadFailure.NoLibTorchSharp(searched);
        string libTorchSharp = Path.Combine(folder, TorchLibraryFiles.FileName(TorchLibraryFiles.LibTorchSharp));
        string libTorch = requested is null
            ? LoadPackaged(searched)
            : LoadRequested(RequestedLibTorch.Check(requested, libTorchSharp), searched, cache);
        nint handle = LoadLibTorchSharp(libTorchSharp, cache, out string? patched);
        return new TorchLoader(handle, $"libtorch from {libTorch}; TorchSharp's library from {patched ?? folder}");
    }

    private static string LoadPackaged(IReadOnlyList<string> searched)
    {
        if (TorchLibraryFiles.FolderOf("torch_cpu", searched) is { } folder)
        {
            LoadLibTorch(folder);
            return folder;
        }

        // Not in the application: the system may have one, for example through LD_LIBRARY_PATH.
        string? error = NativeLoad.TryOpen(TorchLibraryFiles.FileName("torch_cpu"), out _);
        return error is null ? "the system's library path" : throw TorchLoadFailure.NoLibTorch(searched, error);
    }

    private static string LoadRequested(string folder, IReadOnlyList<string> searched, string? cache)
    {
        if (OperatingSystem.IsLinux())
        {
            RefuseSecond(folder);
            LoadLibTorch(folder);
            StandInForPackaged(searched, cache);
        }
        else if (TorchLibraryFiles.FolderOf("torch_cpu", searched) is { } packaged)
        {
            // TorchSharp's static constructor would load the packaged one beside it.
            throw new TorchLoadException(
                $"{RequestedLibTorch.Variable} names {folder}, but on this system TorchSharp prefers the packaged libtorch in {packaged}, "
                + "and a process can hold only one. Unset the variable, or build the application without a libtorch package.");
        }
        else
        {
            LoadLibTorch(folder);
        }

        return $"{folder} ({RequestedLibTorch.Variable}{(RequestedLibTorch.Version(folder) is { } version ? ", PyTorch " + version : "")})";
    }

    private static void LoadLibTorch(string folder)
    {
        foreach (string library in TorchLibraryFiles.LoadOrder)
        {
            string path = Path.Combine(folder, TorchLibraryFiles.FileName(library));
            if (File.Exists(path) && NativeLoad.TryOpen(path, out _) is { } error)
            {
                throw TorchLoadFailure.Refused(path, error);
            }
        }
    }

    /// <summary>Throws if a second libtorch would be loaded, which would end the process.</summary>
    [SupportedOSPlatform("linux")]
    private static void RefuseSecond(string folder)
    {
        string library = TorchLibraryFiles.FileName("torch_cpu");
        if (NativeLoad.Loaded(library) != 0 && NativeLoad.Loaded(Path.Combine(folder, library)) == 0)
        {
            throw new TorchLoadException(
                $"{RequestedLibTorch.Variable} names {folder}, but another libtorch is in this process already: TorchSharp was used before "
                + "QuantDsl. Call QuantDsl.TorchLibrary.Register() before the first use of TorchSharp.");
        }
    }

    /// <summary>Keeps TorchSharp's static constructor from loading the packaged libtorch beside the requested one.</summary>
    [SupportedOSPlatform("linux")]
    private static void StandInForPackaged(IReadOnlyList<string> searched, string? cache)
    {
        foreach (string library in new[] { "torch_cpu", "torch_cuda" })
        {
            foreach (string folder in searched)
            {
                string path = Path.Combine(folder, TorchLibraryFiles.FileName(library));
                if (!File.Exists(path) || NativeLoad.Loaded(path) != 0)
                {
                    continue;
                }

                byte[] standIn = StandInLibrary.Build(path, RuntimeInformation.ProcessArchitecture);
                if (NativeCache.TryLoad(cache, "stand-in-" + library, standIn, out _, out string? standInPath) is { } error)
                {
                    throw TorchLoadFailure.Refused(standInPath, error);
                }
            }
        }
    }

    /// <summary>
    /// Loads the original if the system accepts it, otherwise a patched copy that does not require unused versions of libstdc++.
    /// </summary>
    private static nint LoadLibTorchSharp(string original, string? cache, out string? patched)
    {
        patched = null;
        string? error = NativeLoad.TryOpen(original, out nint handle, bindNow: true);
        if (error is not null && OperatingSystem.IsLinux() && error.Contains("GLIBCXX_", StringComparison.Ordinal))
        {
            try
            {
                if (ElfVersionNeeds.WeakenUnused(File.ReadAllBytes(original), Libstdcxx, "GLIBCXX_") is var (library, versions))
                {
                    string? reason = NativeCache.TryLoad(cache, "libLibTorchSharp", library, out handle, out string? path);
                    error = reason is null ? null : Both(error, $"A copy that does without {string.Join(", ", versions)}", reason);
                    patched = $"{path}, a copy that does without {string.Join(", ", versions)}";
                }
            }
            catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                error = $"A copy could not be made: {failure.Message}\n{error}";
            }
        }

        return error is null ? handle : throw TorchLoadFailure.Refused(original, error);
    }

    /// <summary>
    /// Why the original is refused comes last, since it is what the user can act on; unless its copy was refused for a function that
    /// libtorch lacks, and so came further.
    /// </summary>
    internal static string Both(string original, string copy, string reason)
    {
        string ofCopy = $"{copy} cannot be used either: {reason}";
        return TorchLoadFailure.LacksSymbol(reason) ? $"{original}\n{ofCopy}" : $"{ofCopy}\n{original}";
    }
}
