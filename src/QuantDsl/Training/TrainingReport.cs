using System.Text;
using System.Text.Json;
using QuantDsl.Files;
using QuantDsl.CompilerServices;
using QuantDsl.Training;

namespace QuantDsl;

/// <summary>What a training run gave, epoch by epoch. Two reports are equal if their JSON is.</summary>
public sealed record TrainingReport
{
    /// <summary>Name of the model's class.</summary>
    public required string Model { get; init; }

    /// <summary>Bits of a quantized weight.</summary>
    public required int Bits { get; init; }

    /// <summary><c>"laq"</c>, <c>"blaq"</c> (LAQ with backtrack epochs) or <c>"adam"</c> (full precision).</summary>
    public required string Method { get; init; }

    /// <summary>Seed of the run.</summary>
    public required long Seed { get; init; }

    /// <summary>Device that trained, such as <c>"cpu"</c> or <c>"cuda:0"</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Test accuracy in [0, 1] of the weights the model holds at the end; <see langword="null"/> without a test set.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>Highest validation accuracy in [0, 1] of any epoch; <see langword="null"/> without a validation set.</summary>
    public double? BestValidationAccuracy { get; init; }

    /// <summary>
    /// The epoch of <see cref="BestValidationAccuracy"/>, the earliest on ties; without a validation set the last completed epoch;
    /// <see langword="null"/> if none was completed.
    /// </summary>
    public int? BestEpoch { get; init; }

    /// <summary>
    /// Test accuracy in [0, 1] after <see cref="BestEpoch"/>: the figure to publish, because the test set had no part in choosing it.
    /// </summary>
    public double? TestAccuracyAtBestValidation { get; init; }

    /// <summary>Whether the run was ended early by a cancellation token or Ctrl-C.</summary>
    public bool Cancelled { get; init; }

    /// <summary>Wall-clock seconds of the whole run, evaluation included.</summary>
    public required double Seconds { get; init; }

    /// <summary>The completed epochs, in order.</summary>
    public required IReadOnlyList<EpochReport> Epochs { get; init; }

    /// <summary>The report as indented JSON with camel-case names.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TrainingReportJson.Default.TrainingReport);

    /// <summary>Writes <see cref="ToJson"/> to a file, replacing it in one move. Missing directories are made.</summary>
    /// <param name="path">The file.</param>
    public void SaveJson(string path)
    {
        AtomicFile.MakeFolder(path);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToJson() + "\n")));
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The JSON text.</param>
    /// <exception cref="InvalidDataException">The text is not a training report; the message says what is missing or wrong.</exception>
    public static TrainingReport FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        TrainingReport report;
        try
        {
            report = JsonSerializer.Deserialize(json, TrainingReportJson.Default.TrainingReport)
                ?? throw new InvalidDataException("Expected the JSON of a training report, got null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Not the JSON of a training report: {e.Message}", e);
        }
        if (ReportCheck.Fault(report) is { } fault)
            throw new InvalidDataException($"Not the JSON of a training report: {fault}.");
        return report;
    }

    /// <summary>Reads a file that <see cref="SaveJson"/> or <see cref="FitOptions.ReportPath"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file holds no training report; the message names it.</exception>
    public static TrainingReport LoadJson(string path)
    {
        try
        {
            return FromJson(File.ReadAllText(path));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Whether the other report has the same JSON.</summary>
    /// <param name="other">The other report.</param>
    public bool Equals(TrainingReport? other) => other is not null && ToJson() == other.ToJson();

    /// <inheritdoc/>
    public override int GetHashCode() => ToJson().GetHashCode();

    /// <summary>Throws what <see cref="SaveJson"/> would throw, before hours of training rather than after.</summary>
    internal static void CheckWritable(string path)
    {
        AtomicFile.MakeFolder(path);
        AtomicFile.CheckWritable(path);
    }
}
