using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Experiments.Options;
using Experiments.Runs;

namespace Experiments.Running;

/// <summary>The parent's side of a <see cref="Worker"/>.</summary>
internal static class Child
{
    private const string ThreadsVariable = "QUANTDSL_THREADS";

    /// <summary>Runs a job in a child process.</summary>
    /// <param name="job">The job.</param>
    /// <param name="threads">Number of its threads, unless the environment sets it.</param>
    /// <param name="report">Receives the lines of the run's file as they are written.</param>
    /// <param name="stop">Stops the child after its current step.</param>
    /// <returns>Why the run failed, in one line; null if it succeeded or was stopped.</returns>
    public static async Task<string?> RunAsync(Job job, int threads, Action<RunLine> report, CancellationToken stop)
    {
        using Process process = Process.Start(StartInfo(job, threads))
            ?? throw new IOException("The child process of a run could not be started.");
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await using (stop.Register(process.StandardInput.Close))
        {
            while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } text)
            {
                if (TryParse(text) is { } line)
                    report(line);
            }

            await process.WaitForExitAsync(CancellationToken.None);
        }

        if (process.ExitCode == Program.Success || stop.IsCancellationRequested)
            return null;
        string[] messages = (await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return messages.Length > 0
            ? messages[^1]
            : string.Create(CultureInfo.InvariantCulture, $"its process exited with code {process.ExitCode}");
    }

    private static ProcessStartInfo StartInfo(Job job, int threads)
    {
        (string program, string[] first) = Self();
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in first.Concat(WorkerCommand.Arguments(job)))
            start.ArgumentList.Add(argument);
        start.Environment.TryAdd(ThreadsVariable, threads.ToString(CultureInfo.InvariantCulture));
        return start;
    }

    /// <summary>The command that starts this program: its own executable, or dotnet with its assembly.</summary>
    private static (string Program, string[] Arguments) Self()
    {
        string host = Environment.ProcessPath ?? "dotnet";
        return Path.GetFileNameWithoutExtension(host) == typeof(Program).Assembly.GetName().Name
            ? (host, [])
            : (host, [typeof(Program).Assembly.Location]);
    }

    /// <summary>Parses a line; null if it is not one of a run's file, because libraries may write to standard output too.</summary>
    private static RunLine? TryParse(string text)
    {
        try
        {
            return RunLine.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
