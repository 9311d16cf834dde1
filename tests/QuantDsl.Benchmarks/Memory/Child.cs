using System.Diagnostics;

namespace QuantDsl.Benchmarks.Memory;

/// <summary>This program again, with other arguments.</summary>
internal static class Child
{
    /// <summary>Runs it and returns what it prints.</summary>
    public static string Run(params string[] arguments)
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        ProcessStartInfo start = new(program, [.. isHost ? [typeof(Child).Assembly.Location] : (string[])[], .. arguments])
        {
            RedirectStandardOutput = true,
        };
        using Process child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0
            ? output.Trim()
            : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {child.ExitCode}: {output}");
    }
}
