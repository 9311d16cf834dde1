using System.Diagnostics;

namespace QuantDsl.Benchmarks.Ratios;

/// <summary>What goes on, on standard error: standard output has the results only.</summary>
internal static class Progress
{
    private static readonly DateTime Start = Process.GetCurrentProcess().StartTime.ToUniversalTime();

    /// <summary>Time since the process began.</summary>
    public static TimeSpan Elapsed => DateTime.UtcNow - Start;

    /// <summary>Writes one line after the time since the process began.</summary>
    public static void Write(FormattableString text) =>
        Console.Error.WriteLine(FormattableString.Invariant($"[{Elapsed.TotalSeconds,5:F1} s] {FormattableString.Invariant(text)}"));
}
