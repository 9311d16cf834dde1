using System.CommandLine;
using Experiments.Running;

namespace Experiments.Options;

/// <summary><c>worker</c>: the hidden command that <c>run</c> starts in child processes. Its argument is a job as JSON.</summary>
internal static class WorkerCommand
{
    private static readonly Argument<string> Settings = new("JOB") { HelpName = "JOB", Description = "a job" };

    /// <summary>The command.</summary>
    public static Command Command { get; } = Hidden();

    /// <summary>The command line for a job.</summary>
    public static string[] Arguments(Job job) => [Command.Name, JobJson.Write(job)];

    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    public static int Execute(ParseResult parsed, TextWriter output) => Worker.Run(JobJson.Read(parsed.GetRequiredValue(Settings)), output);

    private static Command Hidden()
    {
        Command command = Commands.Of("worker", "Trains one run on behalf of a parent process.", [Settings]);
        command.Hidden = true;
        return command;
    }
}
