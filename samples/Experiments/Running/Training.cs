using System.Reflection;
using Experiments.Data;
using Experiments.Runs;
using QuantDsl;
using QuantDsl.CompilerServices;
using static System.FormattableString;

namespace Experiments.Running;

/// <summary>Trains one model and writes the file of the run.</summary>
internal static class Training
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromMinutes(10);

    /// <summary>Trains a run, or resumes it if it was interrupted.</summary>
    /// <returns>The summary; null if the run was cancelled.</returns>
    /// <exception cref="InvalidDataException">The existing file belongs to a run with other settings.</exception>
    public static RunSummary? Run<TModel>(Job job, JobContext context)
        where TModel : IQuantModel<TModel>
    {
        bool isFirst = Mpi.World is not { Rank: > 0 }; // of several processes, which writes all files
        using IDisposable? mine = isFirst ? RunLock.Take(job.Path, Patience) : null;
        RunSettings settings = job.Settings;
        using ExperimentData data = Catalog.Find(settings.Network).Data.Open(job.Data, job.Augment, settings.Seed, TModel.Info);
        using TModel model = TModel.Create(seed: settings.Seed);
        RunHeader header = Header(job, data, TModel.Info, model.LearningRate);
        RunRecord? before = isFirst && File.Exists(job.Path) ? RunReader.Read(job.Path) : null;
        Require(job, header, before);

        if (isFirst && before is null)
            File.Delete(job.CheckpointPath); // left over from a run whose file was deleted to start again
        using RunWriter? writer = isFirst ? RunWriter.Open(job.Path, header) : null;
        int done = 0;
        TrainingReport report = model.Fit(data.Training, data.Validation, new FitOptions
        {
            Epochs = job.Epochs,
            Test = data.Test,
            RestoreBest = job.Metrics, // which are those of the best epoch
            ClassMetrics = job.Metrics,
            BacktrackPeriod = settings.Period ?? 0,
            Blend = settings.Blend,
            Progress = ProgressMode.None,
            CheckpointPath = job.CheckpointPath,
            CheckpointInterval = CheckpointInterval,
            TensorBoardPath = job.TensorBoardPath,
            OnEpoch = Completed,
            CancellationToken = context.CancellationToken,
            HandleCtrlC = false,
            Group = Mpi.World,
        });
        if (report.Cancelled)
            return null;

        RunSummary summary = RunSummary.Of(report.Epochs) with { ClassMetrics = report.ClassMetrics };
        writer?.Write(summary);
        context.Report(new RunLine { Summary = summary });
        if (isFirst)
            File.Delete(job.CheckpointPath);
        return summary;

        void Completed(EpochReport epoch)
        {
            if (done++ == 0 && before is { Epochs.Count: > 0 })
                Resumed(epoch.Epoch);
            writer!.Write(epoch);
            context.Report(new RunLine { Epoch = epoch });
        }

        void Resumed(int epoch)
        {
            writer!.CutBehind(epoch - 1);
            string note = string.Join(", ", [Invariant($"resumed at epoch {epoch}"), .. Changes(before.Header, header)]);
            writer.Write(note);
            context.Report(new RunLine { Note = note });
        }
    }

    private static void Require(Job job, RunHeader header, RunRecord? before)
    {
        if (before is not null && header.Difference(before.Header) is { } difference)
        {
            throw new InvalidDataException(
                $"{job.Path}: expected the file of this run, but {difference}. Use another --out or delete the file.");
        }
    }

    private static RunHeader Header(Job job, ExperimentData data, ModelInfo info, float learningRate) => new()
    {
        Id = job.Settings.Id,
        Settings = job.Settings,
        Epochs = job.Epochs,
        ZigZag = job.ZigZag,
        Data = data.Facts,
        Batch = info.Batch,
        LearningRate = learningRate,
        Threads = ThreadCount.Value,
        Library = typeof(FitOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
        Machine = Machine.Description,
    };

    /// <summary>Differences with which a run can resume. Results do not depend on the machine or the number of threads.</summary>
    private static IEnumerable<string> Changes(RunHeader before, RunHeader now)
    {
        if (before.Threads != now.Threads)
            yield return Invariant($"with {now.Threads} threads instead of {before.Threads}");
        if (before.Library != now.Library)
            yield return $"with version {now.Library} instead of {before.Library}";
        if (before.Machine != now.Machine)
            yield return $"on {now.Machine} instead of {before.Machine}";
    }
}
