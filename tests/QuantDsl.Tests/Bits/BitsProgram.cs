using System.Diagnostics;
using System.Reflection;

namespace QuantDsl.Tests.Bits;

/// <summary>tests/QuantDsl.Bits in a process of its own.</summary>
internal static class BitsProgram
{
    /// <summary>The lines that it writes: what it computes with, then a digest for each model and kind of step.</summary>
    public static string[] Lines(string command, params (string Name, string Value)[] environment) => Lines([command], environment);

    public static string[] Lines(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        using Process process = Start(arguments, environment);
        string[] lines = process.StandardOutput.ReadToEnd().TrimEnd().Split('\n');
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return lines;
    }

    public static Process Start(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        string program = typeof(BitsProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "Bits").Value!;
        var start = new ProcessStartInfo("dotnet", ["exec", program, .. arguments]) { RedirectStandardOutput = true };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
