using QuantDsl.Native;

namespace QuantDsl.Cuda;

/// <summary>Opens the first of several files that can be opened.</summary>
internal static class NativeSearch
{
    /// <summary>Opens a library.</summary>
    /// <param name="requested">The file that the user named; then no other counts. Null or empty: none.</param>
    /// <param name="variable">The environment variable that named it.</param>
    /// <param name="what">What the library is, for the message.</param>
    /// <param name="candidates">Paths, or names that the system looks for.</param>
    /// <param name="advice">What to do when there is none.</param>
    /// <exception cref="CudaException">None can be opened: says where was looked.</exception>
    public static nint Open(string? requested, string variable, string what, IReadOnlyList<string> candidates, string advice)
    {
        if (!string.IsNullOrEmpty(requested))
        {
            if (!File.Exists(requested))
            {
                throw new CudaException(
                    $"{variable} names {requested}, but there is no such file. Expected is the full path of {what} or no variable.");
            }
            return NativeLoad.TryOpen(requested, out nint named) is { } reason
                ? throw new CudaException($"{variable} names {requested}, which cannot be loaded. The system's loader says: {reason}")
                : named;
        }
        var refusals = new List<string>();
        foreach (string candidate in candidates)
        {
            if (NativeLoad.TryOpen(candidate, out nint handle) is not { } reason)
                return handle;
            if (File.Exists(candidate))
                refusals.Add(reason); // there, but broken: more telling than those that are absent
        }
        throw new CudaException(
            $"A model on CUDA needs {what} and it was not found. {advice} Searched: {string.Join(", ", candidates)}."
            + string.Concat(refusals.Select(refusal => $"\nThe system's loader says: {refusal}")));
    }
}
