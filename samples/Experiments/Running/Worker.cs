using Experiments.Runs;

namespace Experiments.Running;

/// <summary>
/// The child process of one run. It tells its parent of every line of the file on standard output, and ends when its standard input does: so
/// it never outlives a parent, not even one that was killed.
/// </summary>
internal static class Worker
{
    /// <summary>Does the run.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(Job job, TextWriter output)
    {
        using var parentEnded = new CancellationTokenSource();
        new Thread(() => AwaitEnd(Console.OpenStandardInput(), parentEnded)) { IsBackground = true, Name = "parent" }.Start();
        using Interruption ignored = Interruption.Ignore();
        RunSummary? summary = Catalog.Find(job.Settings, job.ZigZag).Train(job, new JobContext(Report, parentEnded.Token));
        return summary is null ? Program.Interrupted : Program.Success;

        void Report(RunLine line)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    private static void AwaitEnd(Stream input, CancellationTokenSource ended)
    {
        try
        {
            while (input.ReadByte() >= 0)
            {
            }

            ended.Cancel();
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException)
        {
            // The run ended first.
        }
    }
}
