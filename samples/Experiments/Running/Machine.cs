using System.Runtime.InteropServices;
using QuantDsl;
using static System.FormattableString;

namespace Experiments.Running;

/// <summary>Describes the machine.</summary>
internal static class Machine
{
    private static readonly string Facts = string.Join(
        "; ",
        Invariant($"{Processor()}, {Environment.ProcessorCount} cores"),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    /// <summary>
    /// Processor, cores, operating system and runtime; and, if libtorch is loaded and its convolutions are wrong on this machine, a note
    /// about it.
    /// </summary>
    public static string Description => TorchLibrary.Convolutions switch
    {
        ConvolutionCheck.RightWithoutOneDnn => Facts + "; oneDNN switched off, because its convolutions are wrong",
        ConvolutionCheck.Wrong => Facts + "; convolutions wrong",
        _ => Facts,
    };

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
