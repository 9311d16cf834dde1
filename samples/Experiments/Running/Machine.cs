using System.Runtime.InteropServices;
using static System.FormattableString;

namespace Experiments.Running;

/// <summary>Describes the machine.</summary>
internal static class Machine
{
    /// <summary>Processor, cores, operating system and runtime.</summary>
    public static string Description { get; } = string.Join(
        "; ",
        Invariant($"{Processor()}, {Environment.ProcessorCount} cores"),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    private static string Processor()
    {
        const string Key = "model name";
        try
        {
            IEnumerable<string> facts = OperatingSystem.IsLinux() ? File.ReadLines("/proc/cpuinfo") : [];
            if (facts.FirstOrDefault(fact => fact.StartsWith(Key, StringComparison.Ordinal)) is { } line)
                return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }
        catch (IOException)
        {
            // Falls back to the architecture.
        }

        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
