using Experiments.Runs;
using QuantDsl;

namespace Experiments.Running;

/// <summary>Runs that all processes of mpirun train together, one after the other.</summary>
internal static class SharedRuns
{
    /// <summary>The runs that are not finished, as the first process sees them: the others may find files that it is writing.</summary>
    public static IEnumerable<Job> Agreed(IReadOnlyList<Job> jobs, Func<Job, bool> isOpen, ITrainingGroup group)
    {
        byte[] open = group.Rank == 0 ? [.. jobs.Select(job => isOpen(job) ? (byte)1 : (byte)0)] : [];
        byte[] agreed = group.Gather(open)[0];
        return jobs.Where((_, number) => agreed[number] == 1);
    }

    /// <summary>
    /// Trains the runs. Only a divergence, which all processes see, leaves the others to be trained; any other failure ends the program,
    /// and with it the other processes.
    /// </summary>
    /// <returns>How many have failed.</returns>
    public static int Run(IReadOnlyList<Job> jobs, Progress progress, CancellationToken stop)
    {
        int failed = 0;
        foreach (Job job in jobs)
        {
            try
            {
                var context = new JobContext(line => progress.Add(job, line), stop);
                RunSummary? summary = Catalog.Find(job.Settings, job.ZigZag).Train(job, context);
                if (summary is null)
                    break;
            }
            catch (TrainingDivergedException divergence)
            {
                failed++;
                progress.Fail(job, divergence.Message);
            }
        }
        return failed;
    }
}
