using System.Text.Json;
using System.Text.Json.Serialization;
using static System.FormattableString;

namespace QuantDsl.Training;

/// <summary>The progress of a run, which a checkpoint stores besides the state of the model.</summary>
internal sealed record RunProgress
{
    /// <summary>The completed epochs.</summary>
    public required TrainingReport Report { get; init; }

    /// <summary>Steps taken in the epoch after them.</summary>
    public required long Steps { get; init; }

    /// <summary>Sum of their losses.</summary>
    public required double LossSum { get; init; }

    /// <summary>Seconds that they took.</summary>
    public required double EpochSeconds { get; init; }

    /// <summary>
    /// Learning rate from which the decays of the next epochs are counted; null: that of the start of the run. Checkpoints of earlier
    /// versions have none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? InitialRate { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, RunProgressJson.Default.RunProgress);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch of this run; null if it is not known.</param>
    /// <param name="firstEpoch">Number of its first epoch; null if it is not known.</param>
    /// <exception cref="JsonException">The text is not such JSON, or its values are impossible.</exception>
    public static RunProgress FromJson(string json, long? stepsPerEpoch, int? firstEpoch = null)
    {
        RunProgress progress = JsonSerializer.Deserialize(json, RunProgressJson.Default.RunProgress) ?? throw new JsonException("null");
        return progress.Problem(stepsPerEpoch, firstEpoch) is { } problem ? throw new JsonException(problem) : progress;
    }

    private string? Problem(long? stepsPerEpoch, int? firstEpoch)
    {
        if (ReportCheck.Problem(Report) is { } problem)
            return problem;
        if ((Report.BestEpoch is null) != (Report.Epochs.Count == 0))
            return Invariant($"bestEpoch is {(Report.BestEpoch is { } best ? best : "null")}, of {Report.Epochs.Count} epochs");
        if (firstEpoch is { } first && Report.Epochs.Count > 0 && Report.Epochs[0].Epoch != first)
            return Invariant($"epochs[0].epoch is {Report.Epochs[0].Epoch} instead of {first}");
        if (stepsPerEpoch is { } steps && Report.Epochs.FirstOrDefault(epoch => epoch.Steps != steps) is { } other)
            return Invariant($"epoch {other.Epoch} has {other.Steps} steps instead of {stepsPerEpoch}");
        if (Steps < 0 || Steps > (stepsPerEpoch ?? long.MaxValue))
            return Invariant($"steps is {Steps}, of {stepsPerEpoch}");
        if (InitialRate is { } rate && !(rate > 0 && float.IsFinite(rate)))
            return Invariant($"initialRate is {rate}");
        return ReportCheck.Finite("lossSum", LossSum) ?? ReportCheck.Seconds("epochSeconds", EpochSeconds);
    }
}

/// <summary>Source-generated JSON of <see cref="RunProgress"/>; numbers are written so that they read back as the same bits.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RunProgress))]
internal sealed partial class RunProgressJson : JsonSerializerContext;
