using System.Text.Json;
using QuantDsl;
using static System.FormattableString;

namespace Experiments.Runs;

/// <summary>Reads files of runs.</summary>
internal static class RunReader
{
    /// <summary>Extension of runs' files.</summary>
    public const string Extension = ".jsonl";

    private const long MostSteps = 1L << 40;
    private const double MostSeconds = 1e11; // of all the epochs of a run, thousands of years

    /// <summary>Reads all runs of a folder that have begun, ordered by name.</summary>
    /// <exception cref="InvalidDataException">A line is damaged; the message names file and line.</exception>
    public static IReadOnlyList<RunRecord> ReadFolder(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*" + Extension)
            .Order(StringComparer.Ordinal)
            .Select(Read)
            .OfType<RunRecord>(),
    ];

    /// <summary>
    /// Reads one run; null if its file has no complete line yet. A last line without a line break is ignored: it is still being written, or
    /// the run was killed while writing it.
    /// </summary>
    /// <exception cref="InvalidDataException">A line is damaged; the message names file and line.</exception>
    public static RunRecord? Read(string path)
    {
        RunHeader? header = null;
        RunSummary? summary = null;
        List<EpochReport> epochs = [];
        string[] lines = ReadLines(path);
        for (int i = 0; i < lines.Length; i++)
        {
            RunLine line = Parse(path, i + 1, lines[i]);
            Require(path, i + 1, summary is null, "nothing after the summary", line);
            Require(path, i + 1, (line.Run is not null) == (i == 0), i == 0 ? "a run's first line" : "an epoch or a summary", line);
            if (line.Epoch is { } epoch)
            {
                Require(path, i + 1, epoch.Epoch == epochs.Count + 1, Invariant($"epoch {epochs.Count + 1}"), line);
                Require(path, i + 1, epoch is { ValidationAccuracy: not null, TestAccuracy: not null }, "both accuracies", line);
                Require(path, i + 1, IsPossible(epoch), "numbers that an epoch can have", line);
                epochs.Add(epoch);
            }
            else if (line.Summary is { } end)
            {
                Require(path, i + 1, epochs.Count == header!.Epochs, Invariant($"{header.Epochs} epochs before the summary"), line);
                Require(path, i + 1, IsPossible(end, epochs), "the summary of the epochs before it", line);
            }

            header = line.Run ?? header;
            summary = line.Summary;
        }

        return header is null ? null : new RunRecord(path, header, epochs, summary);
    }

    /// <summary>Reads a line.</summary>
    /// <exception cref="InvalidDataException">It is none of a run; the message names file and line.</exception>
    public static RunLine Parse(string path, int number, string line)
    {
        try
        {
            return RunLine.Parse(line);
        }
        catch (JsonException damage)
        {
            throw new InvalidDataException(Invariant($"{path}, line {number}: expected a line of a run, found another: {damage.Message} ")
                + "Delete the file and run it again.", damage);
        }
    }

    /// <summary>Numbers of the file are counted, indexed and divided with.</summary>
    private static bool IsPossible(EpochReport epoch) =>
        epoch is { ValidationAccuracy: >= 0 and <= 1, TestAccuracy: >= 0 and <= 1 }
        && epoch is { Steps: >= 1 and <= MostSteps, Seconds: >= 0 and <= MostSeconds }
        && Enum.IsDefined(epoch.Phase)
        && double.IsFinite(epoch.TrainLoss) && float.IsFinite(epoch.LearningRate)
        && double.IsFinite(epoch.ValidationLoss ?? 0) && double.IsFinite(epoch.TestLoss ?? 0)
        && (epoch.ZigZag is null || epoch.ZigZag.All(measures => measures is not null && double.IsFinite(measures.LevelFlips)));

    private static bool IsPossible(RunSummary summary, List<EpochReport> epochs) =>
        summary.BestEpoch >= 1 && summary.BestEpoch <= epochs.Count
        && summary.BestValidationAccuracy == epochs[summary.BestEpoch - 1].ValidationAccuracy
        && summary.TestAccuracyAtBestValidation == epochs[summary.BestEpoch - 1].TestAccuracy
        && summary is { GradientEvaluations: >= 0, TrainingSeconds: >= 0 and <= MostSeconds };

    /// <summary>The lines that end with a line break. The file may be one that is being written.</summary>
    private static string[] ReadLines(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n')[..^1];
    }

    private static void Require(string path, int number, bool condition, string expected, RunLine found)
    {
        if (condition)
            return;
        string kind = found switch
        {
            { Run: not null } => "a run's first line",
            { Epoch: { } epoch } => Invariant($"epoch {epoch.Epoch}"),
            { Note: not null } => "a note",
            _ => "a summary",
        };
        throw new InvalidDataException(
            Invariant($"{path}, line {number}: expected {expected}, found {kind}. Delete the file and run it again."));
    }
}
