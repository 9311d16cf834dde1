using System.Text.Json;
using System.Text.Json.Serialization;

namespace QuantDsl.Training;

/// <summary>How far a run has come: what a checkpoint holds beside the state of the model.</summary>
internal sealed record RunProgress
{
    /// <summary>The completed epochs.</summary>
    public required TrainingReport Report { get; init; }

    /// <summary>Steps taken in the epoch behind them.</summary>
    public required long Steps { get; init; }

    /// <summary>Sum of their losses.</summary>
    public required double LossSum { get; init; }

    /// <summary>Seconds that they took.</summary>
    public required double EpochSeconds { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, RunProgressJson.Default.RunProgress);

    /// <exception cref="JsonException">The text is something else.</exception>
    public static RunProgress FromJson(string json) =>
        JsonSerializer.Deserialize(json, RunProgressJson.Default.RunProgress) ?? throw new JsonException("null");
}

/// <summary>Source-generated JSON of <see cref="RunProgress"/>; numbers are written so that they read back as the same bits.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RunProgress))]
internal sealed partial class RunProgressJson : JsonSerializerContext;
