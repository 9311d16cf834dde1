using QuantDsl.Native;

namespace QuantDsl.Cuda;

/// <summary>Opens the first library of a list that can be opened.</summary>
internal static class NativeSearch
{
    /// <summary>Opens a library.</summary>
    /// <param name="requested">A file that the user has named, which is then the only candidate; null or empty if there is none.</param>
    /// <param name="variable">The environment variable that names it.</param>
    /// <param name="what">Description of the library, for the message.</param>
    /// <param name="candidates">Paths, or names for the system's search.</param>
    /// <param name="advice">Advice for the user if none is found.</param>
    /// <param name="companions">Files that a library will look for by their names; they are opened before it.</param>
    /// <exception cref="CudaException">None can be opened; the message lists the candidates.</exception>
    public static nint Open(
        string? requested,
        string variable,
        string what,
        IReadOnlyList<string> candidates,
        string advice,
        Func<string, IReadOnlyList<string>>? companions = null)
    {
        if (!string.IsNullOrEmpty(requested))
        {
            if (!File.Exists(requested))
            {
                throw new CudaException(
                    $"{variable} names {requested}, but there is no such file. Set it to the full path of {what}, or unset it.");
            }
            return TryOpen(requested, out nint named) is { } reason
                ? throw new CudaException($"{variable} names {requested}, which cannot be loaded. The system's loader says: {reason}")
                : named;
        }
        var refusals = new List<string>();
        foreach (string candidate in candidates)
        {
            if (TryOpen(candidate, out nint handle) is not { } reason)
                return handle;
            if (File.Exists(candidate))
                refusals.Add(reason); // it exists but is broken, which is more informative than absent ones
        }
        throw new CudaException(
            $"A model on CUDA needs {what}, which was not found.\n{advice}" + SearchedPlaces.Lines(candidates)
            + string.Concat(refusals.Select(refusal => $"\nThe system's loader says: {refusal}")));

        string? TryOpen(string library, out nint handle)
        {
            foreach (string companion in companions?.Invoke(library) ?? [])
                _ = NativeLoad.TryOpen(companion, out _); // the library itself says what it misses
            return NativeLoad.TryOpen(library, out handle);
        }
    }
}
