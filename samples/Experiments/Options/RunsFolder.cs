using System.CommandLine;
using Experiments.Runs;

namespace Experiments.Options;

/// <summary>The folder of the runs' files, as an argument and as an option.</summary>
internal static class RunsFolder
{
    /// <summary>The argument of the commands that read it.</summary>
    public static Argument<string> Argument() => new("DIR") { HelpName = "DIR", Description = "a folder written by run --out" };

    /// <summary>The option of the commands that write it.</summary>
    public static ValueOption<string> Option() =>
        Values.Path("--out", "a folder for the runs' files", "DIR", "Folder of the runs' files, <id>.jsonl; created if it does not exist.");

    /// <summary>Reads the runs in the folder, at least one of which is finished.</summary>
    /// <exception cref="UsageException">There is no finished run.</exception>
    public static IReadOnlyList<RunRecord> Read(string command, string folder)
    {
        if (!Directory.Exists(folder))
            throw new UsageException($"{command}: expected a folder written by run --out, got '{folder}': there is no such folder.");
        IReadOnlyList<RunRecord> runs = RunReader.ReadFolder(folder);
        return runs.Any(run => run.IsFinished)
            ? runs
            : throw new UsageException($"{command}: expected finished runs in '{folder}', got none. Let run --out finish at least one.");
    }

    /// <summary>Makes it, before anything is trained.</summary>
    /// <exception cref="UsageException">That is impossible.</exception>
    public static string Make(string option, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using FileStream file = File.Create(Path.Combine(folder, $".experiments-{Guid.NewGuid():N}.tmp"), 1, FileOptions.DeleteOnClose);
            return folder;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option}: expected a writable folder, got '{folder}': {refusal.Message} Give another.");
        }
    }
}
