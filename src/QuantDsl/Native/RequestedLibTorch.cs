namespace QuantDsl.Native;

/// <summary>
/// The libtorch that QUANTDSL_LIBTORCH names instead of the packaged one: a Python PyTorch's torch/lib, or the lib of a libtorch archive.
/// </summary>
internal static class RequestedLibTorch
{
    /// <summary>The environment variable.</summary>
    internal const string Variable = "QUANTDSL_LIBTORCH";

    /// <summary>The value of the environment variable; null if it is not set or empty.</summary>
    internal static string? Folder => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;

    /// <summary>
    /// Checks that a folder holds a libtorch of the version that TorchSharp was built with, or one that has all the functions it calls, and
    /// returns the folder's full path.
    /// </summary>
    /// <param name="requested">The folder.</param>
    /// <param name="libTorchSharp">TorchSharp's native library, a file.</param>
    /// <exception cref="TorchLoadException">It does not.</exception>
    internal static string Check(string requested, string libTorchSharp)
    {
        string folder = Path.GetFullPath(requested);
        if (!Directory.Exists(folder))
        {
            throw new TorchLoadException($"{Variable} names {folder}, but there is no such folder. {Expected}");
        }

        string[] missing = [.. TorchLibraryFiles.Required.Where(library => !Holds(folder, library)).Select(TorchLibraryFiles.FileName)];
        if (missing.Length > 0)
        {
            string[] below = [Path.Combine(folder, "lib"), Path.Combine(folder, "torch", "lib")];
            string? likely = below.FirstOrDefault(each => Holds(each, "torch_cpu"));
            throw new TorchLoadException(
                $"{Variable} names {folder}, which does not hold {string.Join(", ", missing)}; it holds {Contents(folder)}. "
                + (likely is null ? Expected : $"Set it to {likely}."));
        }

        if (Version(folder) is { } version && !version.StartsWith(TorchLibraryFiles.LibTorchVersion + ".", StringComparison.Ordinal)
            && Difference(folder, libTorchSharp) is { } difference)
        {
            throw new TorchLoadException(
                $"{Variable} names {folder}, which is PyTorch {version}, but TorchSharp needs {TorchLibraryFiles.LibTorchVersion}: "
                + $"{difference}. Install that (pip install \"torch=={TorchLibraryFiles.LibTorchVersion}.*\") and name its torch/lib.");
        }

        return folder;
    }

    /// <summary>
    /// The version that is stored beside a lib folder: torch/version.py of Python, build-version of an archive; null if neither exists.
    /// </summary>
    internal static string? Version(string folder)
    {
        string parent = Path.GetDirectoryName(folder) ?? folder;
        try
        {
            const string Assignment = "__version__ = ";
            string python = Path.Combine(parent, "version.py");
            if (File.Exists(python))
            {
                return File.ReadLines(python).FirstOrDefault(line => line.StartsWith(Assignment, StringComparison.Ordinal))
                    ?[Assignment.Length..].Trim().Trim('\'', '"');
            }

            string archive = Path.Combine(parent, "build-version");
            return File.Exists(archive) ? File.ReadAllText(archive).Trim() : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// The reason why another version cannot be used; null if it can, because it has every function that TorchSharp calls.
    /// </summary>
    private static string? Difference(string folder, string libTorchSharp)
    {
        // Only ELF files can be read here; on other systems, a missing function is found only when it is called.
        if (!OperatingSystem.IsLinux())
        {
            return "on this system another version is not checked for the functions that it lacks";
        }

        try
        {
            string[] files = [.. TorchLibraryFiles.Required.Select(library => Path.Combine(folder, TorchLibraryFiles.FileName(library)))];
            IReadOnlyList<string> missing = ElfSymbols.Missing(libTorchSharp, files);
            return missing.Count == 0
                ? null
                : $"it lacks {missing.Count} of the functions that TorchSharp calls, such as {string.Join(", ", missing.Take(3))}";
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return $"its functions cannot be checked ({error.Message})";
        }
    }

    private static string Expected =>
        "Expected is the folder of libtorch's libraries ("
        + string.Join(", ", TorchLibraryFiles.Required.Select(TorchLibraryFiles.FileName)) + "): "
        + "python -c \"import torch, os; print(os.path.join(os.path.dirname(torch.__file__), 'lib'))\" prints it. "
        + "Without the variable the packaged libtorch is used.";

    private static bool Holds(string folder, string library) => File.Exists(Path.Combine(folder, TorchLibraryFiles.FileName(library)));

    private static string Contents(string folder)
    {
        IEnumerable<string> all = Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry));
        string[] names = [.. all.Order(StringComparer.Ordinal).Take(5)];
        return names.Length == 0 ? "nothing" : string.Join(", ", names) + (names.Length == 5 ? ", …" : "");
    }
}
