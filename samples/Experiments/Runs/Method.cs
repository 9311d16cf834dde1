using System.Text.Json.Serialization;

namespace Experiments.Runs;

/// <summary>How the weights of a run are learned.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Method>))]
internal enum Method
{
    /// <summary>In full precision.</summary>
    [JsonStringEnumMemberName("adam")]
    Adam,

    /// <summary>Loss-aware quantization.</summary>
    [JsonStringEnumMemberName("laq")]
    Laq,

    /// <summary>With one-step forward and backtrack, the trial's moments blended into the others.</summary>
    [JsonStringEnumMemberName("blaq")]
    Blaq,

    /// <summary>With one-step forward and backtrack, the trial's moments forgotten.</summary>
    [JsonStringEnumMemberName("discard")]
    Discard,
}
