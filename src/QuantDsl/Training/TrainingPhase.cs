using System.Text.Json.Serialization;

namespace QuantDsl;

/// <summary>The kind of step taken in an epoch.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrainingPhase>))]
public enum TrainingPhase
{
    /// <summary>Full-precision Adam steps, without a quantizer; <c>"adam"</c> in reports.</summary>
    [JsonStringEnumMemberName("adam")]
    Adam,

    /// <summary>Loss-aware quantization steps; <c>"laq"</c> in reports.</summary>
    [JsonStringEnumMemberName("laq")]
    Laq,

    /// <summary>Backtrack steps: one-step forward and backtrack (BLAQ); <c>"backtrack"</c> in reports.</summary>
    [JsonStringEnumMemberName("backtrack")]
    Backtrack,
}
