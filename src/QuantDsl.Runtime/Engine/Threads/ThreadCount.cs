using System.ComponentModel;
using System.Globalization;

namespace QuantDsl.CompilerServices;

/// <summary>
/// How many threads compute: what the environment variable QUANTDSL_THREADS says, else OMP_NUM_THREADS, else one for each processor. Read
/// once. Results do not depend on it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ThreadCount
{
    /// <summary>More threads than this are never used.</summary>
    public const int Most = 256;

    /// <summary>The number of threads, at least 1. Tests set it.</summary>
    public static int Value { get; internal set; } = Find(Environment.GetEnvironmentVariable, Environment.ProcessorCount);

    /// <summary>The number that an environment asks for.</summary>
    /// <param name="variable">Value of an environment variable, or null.</param>
    /// <param name="processors">Number of processors.</param>
    internal static int Find(Func<string, string?> variable, int processors)
    {
        foreach (string name in (ReadOnlySpan<string>)["QUANTDSL_THREADS", "OMP_NUM_THREADS"])
        {
            if (int.TryParse(variable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out int count) && count >= 1)
                return Math.Min(count, Most);
        }
        return Math.Clamp(processors, 1, Most);
    }
}
