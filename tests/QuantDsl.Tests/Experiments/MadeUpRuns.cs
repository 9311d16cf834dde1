using global::Experiments.Runs;

namespace QuantDsl.Tests.Experiments;

/// <summary>Runs whose results are given, not trained.</summary>
internal static class MadeUpRuns
{
    /// <summary>A run of as many epochs as there are accuracies; validation is what the test is unless it is given.</summary>
    public static RunRecord Run(
        RunGroup group, long seed, double[] test, double[]? validation = null, bool finished = true, int? epochs = null)
    {
        RunSettings settings = group.Run(seed);
        EpochReport[] reports = [.. test.Select((accuracy, i) => Epoch(group, i + 1, accuracy, (validation ?? test)[i]))];
        return new RunRecord(
            $"{settings.Id}.jsonl", Header(settings, epochs ?? test.Length), reports, finished ? RunSummary.Of(reports) : null);
    }

    public static RunHeader Header(RunSettings settings, int epochs) => new()
    {
        Id = settings.Id,
        Settings = settings,
        Epochs = epochs,
        Data = new DataFacts("made up", 50, 10, 10, "0123456789abcdef"),
        Batch = 5,
        LearningRate = 0.005f,
        Threads = 1,
        Library = "0.1.0+abc",
        Machine = "none",
    };

    /// <summary>Ten steps in four seconds.</summary>
    public static EpochReport Epoch(RunGroup group, int number, double test, double validation) => new()
    {
        Epoch = number,
        Phase = group.Method == Method.Adam ? TrainingPhase.Adam
            : number % (group.Period ?? int.MaxValue) == 0 ? TrainingPhase.Backtrack
            : TrainingPhase.Laq,
        LearningRate = 0.005f,
        TrainLoss = 1.0 / number,
        ValidationAccuracy = validation,
        TestAccuracy = test,
        TestLoss = group.Method == Method.Adam ? null : 4 * (1 - test), // as in a file of before losses were kept
        Seconds = 4,
        Steps = 10,
    };

    /// <summary>Writes a run's file into a folder and returns its path.</summary>
    public static string Write(TemporaryFolder folder, RunRecord run) => folder.Write(run.Path, Text(run));

    public static string Text(RunRecord run)
    {
        IEnumerable<RunLine> lines = run.Epochs.Select(epoch => new RunLine { Epoch = epoch }).Prepend(new RunLine { Run = run.Header });
        if (run.Summary is { } summary)
            lines = lines.Append(new RunLine { Summary = summary });
        return string.Concat(lines.Select(line => line + "\n"));
    }

    public static readonly RunGroup Laq = new("lenet5", 1, Method.Laq, null, null);
    public static readonly RunGroup Blaq = new("lenet5", 1, Method.Blaq, 5, 0.6);
    public static readonly RunGroup Discard = new("lenet5", 1, Method.Discard, 5, 0.6);
    public static readonly RunGroup Adam = new("lenet5", 32, Method.Adam, null, null);
}
