using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace QuantDsl.Tests.Training.Groups;

/// <summary>tests/QuantDsl.Bits as several processes, started by mpirun.</summary>
internal sealed class MpiRun : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    /// <summary>Starts it.</summary>
    /// <param name="ranks">Number of processes.</param>
    /// <param name="arguments">Arguments of the program.</param>
    public MpiRun(int ranks, params string[] arguments)
    {
        string program = typeof(MpiRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "Bits").Value!;
        string number = ranks.ToString(CultureInfo.InvariantCulture);

        // Other tests use the same cores: a rank that waits gives its own away, and none is tied to one.
        string[] polite = ["--oversubscribe", "--bind-to", "none", "--mca", "mpi_yield_when_idle", "1"];
        var start = new ProcessStartInfo(
            "mpirun", ["--allow-run-as-root", .. polite, "-n", number, "dotnet", "exec", program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["QUANTDSL_THREADS"] = "1";
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Numbers of the processes, as far as they have told them.</summary>
    public Dictionary<int, int> Processes { get; } = [];

    /// <summary>Reads to a line that begins so; null if there is none.</summary>
    public string? ReadTo(string beginning)
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (line.Split(' ') is ["rank", var rank, "of", _, "is", var process])
                Processes[int.Parse(rank, CultureInfo.InvariantCulture)] = int.Parse(process, CultureInfo.InvariantCulture);
            if (line.StartsWith(beginning, StringComparison.Ordinal))
                return line;
        }
        return null;
    }

    /// <summary>Sends a signal to a rank.</summary>
    public void Signal(string name, int rank)
    {
        using var kill = Process.Start("kill", ["-s", name, Processes[rank].ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end of all processes.</summary>
    /// <returns>Exit code of mpirun, the rest of the output, and errors.</returns>
    public (int ExitCode, string Output, string Errors) End()
    {
        string output = _process.StandardOutput.ReadToEnd();
        Assert.True(_process.WaitForExit(TimeSpan.FromMinutes(1)), "mpirun does not end");
        return (_process.ExitCode, output, _errors.Result);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
