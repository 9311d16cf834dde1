using Experiments.Runs;

namespace Experiments.Running;

/// <summary>
/// The child process of a run. It writes every line of the run's file to standard output as well, for its parent, and stops when its
/// standard input is closed, so it never outlives its parent, even if that is killed.
/// </summary>
internal static class Worker
{
    /// <summary>Trains the run.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(Job job, TextWriter output)
    {
        using var parentEnded = new CancellationTokenSource();
        new Thread(() => AwaitEnd(Console.OpenStandardInput(), parentEnded)) { IsBackground = true, Name = "parent" }.Start();
        using var ignored = Interruption.Ignore();
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
            // The run ended before the parent.
        }
    }
}
