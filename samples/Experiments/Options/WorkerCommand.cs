using System.CommandLine;
using Experiments.Running;

namespace Experiments.Options;

/// <summary>The command that <c>run</c> gives to its own processes: one job, as JSON.</summary>
internal static class WorkerCommand
{
    private static readonly Argument<string> Settings = new("JOB") { HelpName = "JOB", Description = "a job" };

    /// <summary>The command.</summary>
    public static Command Command { get; } = Hidden();

    /// <summary>The command line for a job.</summary>
    public static string[] Arguments(Job job) => [Command.Name, JobJson.Write(job)];

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    public static int Execute(ParseResult parsed, TextWriter output) => Worker.Run(JobJson.Read(parsed.GetRequiredValue(Settings)), output);

    private static Command Hidden()
    {
        Command command = Commands.Of("worker", "Does one run of another process.", [Settings]);
        command.Hidden = true;
        return command;
    }
}
