using Experiments.Options;
using Experiments.Runs;
using QuantDsl;
using static System.FormattableString;

namespace Experiments.Running;

/// <summary>
/// Trains a set of runs in parallel, each in its own process; or, where mpirun has started this process with others, one run after the
/// other, each by all of them.
/// </summary>
internal static class Supervisor
{
    /// <summary>Trains the runs that are not finished.</summary>
    /// <param name="jobs">All runs.</param>
    /// <param name="parallel">Number of parallel runs; null: one per core.</param>
    /// <param name="output">Receives the progress.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<Job> jobs, int? parallel, TextWriter output)
    {
        Job[] open = [.. Mpi.World is { } group ? SharedRuns.Agreed(jobs, IsOpen, group) : jobs.Where(IsOpen)];
        int finishedBefore = jobs.Count - open.Length;
        if (finishedBefore > 0)
            output.WriteLine(Invariant($"{finishedBefore} of {Count(jobs.Count)} already finished"));
        if (open.Length == 0)
            return Program.Success;

        // Depends on the number of all runs, not only of the unfinished ones, so that resumed runs have the same number of threads and give
        // the same bits.
        int processes = Mpi.World is null ? Math.Min(parallel ?? Environment.ProcessorCount, jobs.Count) : 1;
        int threads = Math.Max(1, Environment.ProcessorCount / processes);
        string threadCount = Invariant($"{threads} {(threads == 1 ? "thread" : "threads")}");
        output.WriteLine(Mpi.World is { Size: > 1 and int ranks }
            ? Invariant($"{Count(open.Length)} to do, 1 at a time by {ranks} processes together")
            : Invariant($"{Count(open.Length)} to do, {processes} at a time with {threadCount} each"));
        foreach (Job job in open.Where(job => job.Settings.Period > job.Epochs).DistinctBy(job => job.Settings.Group))
        {
            output.WriteLine(
                Invariant($"{job.Settings.Group.Id}: the period exceeds the number of epochs ({job.Epochs}), so no epoch backtracks"));
        }

        output.Flush();
        using var stop = new CancellationTokenSource();
        using var interruption = Interruption.Handle(stop.Cancel);
        var progress = new Progress(open, output, new Remaining(open, processes, TimeProvider.System));
        int failed = Mpi.World is null
            ? RunAllAsync(open, processes, threads, progress, stop.Token).GetAwaiter().GetResult()
            : SharedRuns.Run(open, progress, stop.Token);

        int done = finishedBefore + progress.Finished;
        if (stop.IsCancellationRequested || done + failed < jobs.Count)
        {
            output.WriteLine(
                Invariant($"stopped: {done} of {Count(jobs.Count)} finished. Run the same command again to resume the others."));
            return Program.Interrupted;
        }

        output.WriteLine(Invariant($"{done} of {Count(jobs.Count)} finished") + (failed > 0 ? Invariant($", {failed} failed") : ""));
        return failed > 0 ? Program.Failure : Program.Success;
    }

    private static async Task<int> RunAllAsync(Job[] jobs, int processes, int threads, Progress progress, CancellationToken stop)
    {
        int failed = 0;
        await Parallel.ForEachAsync(jobs, new ParallelOptions { MaxDegreeOfParallelism = processes }, async (job, _) =>
        {
            if (stop.IsCancellationRequested)
                return;
            if (await Child.RunAsync(job, threads, line => progress.Add(job, line), stop) is { } failure)
            {
                Interlocked.Increment(ref failed);
                progress.Fail(job, failure);
            }
        });
        return failed;
    }

    /// <summary>
    /// Returns true if the run is not finished. Differences that cannot be seen here, such as other images in a folder of the same name,
    /// are noticed by the run itself.
    /// </summary>
    private static bool IsOpen(Job job)
    {
        if (!File.Exists(job.Path) || RunReader.Read(job.Path) is not { } record)
            return true;
        string data = Catalog.Find(job.Settings.Network).Data.NameOf(job.Data, job.Augment);
        string? difference =
            record.Settings != job.Settings ? record.Settings.Id
            : record.Header.Epochs != job.Epochs ? Invariant($"{record.Header.Epochs} epochs, not {job.Epochs}")
            : record.Header.ZigZag != job.ZigZag ? $"measuring zig-zag {(job.ZigZag ? "off" : "on")}"
            : record.Header.Data.Name != data ? $"data '{record.Header.Data.Name}', not '{data}'"
            : null;
        return difference is null
            ? !record.IsFinished
            : throw new UsageException(
                $"{job.Path}: expected the file of this run, but it holds one with {difference}. Use another --out or delete the file.");
    }

    private static string Count(int runs) => runs == 1 ? "1 run" : Invariant($"{runs} runs");
}
