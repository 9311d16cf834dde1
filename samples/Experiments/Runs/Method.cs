using System.Text.Json.Serialization;

namespace Experiments.Runs;

/// <summary>Training method of a run.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Method>))]
internal enum Method
{
    /// <summary>Adam, in full precision.</summary>
    [JsonStringEnumMemberName("adam")]
    Adam,

    /// <summary>Loss-aware quantization.</summary>
    [JsonStringEnumMemberName("laq")]
    Laq,

    /// <summary>Loss-aware quantization with one-step forward and backtrack; the trial's moments are blended into Adam's.</summary>
    [JsonStringEnumMemberName("blaq")]
    Blaq,

    /// <summary>Loss-aware quantization with one-step forward and backtrack; the trial's moments are discarded.</summary>
    [JsonStringEnumMemberName("discard")]
    Discard,
}
