using System.Text.Json.Serialization;

namespace QuantDsl;

/// <summary>
/// What was found when libtorch's convolutions on the CPU were compared with plain loops. There are processors on which oneDNN, which
/// computes them inside libtorch, silently gives wrong results.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConvolutionCheck>))]
public enum ConvolutionCheck
{
    /// <summary>They have not been compared yet: QuantDsl has not loaded libtorch.</summary>
    [JsonStringEnumMemberName("notDone")]
    NotDone,

    /// <summary>They are right; nothing was changed.</summary>
    [JsonStringEnumMemberName("right")]
    Right,

    /// <summary>They were wrong with oneDNN. It is switched off in this process, and without it they are right.</summary>
    [JsonStringEnumMemberName("rightWithoutOneDnn")]
    RightWithoutOneDnn,

    /// <summary>They are wrong, and oneDNN cannot be switched off or that does not help: results of convolutions are worthless.</summary>
    [JsonStringEnumMemberName("wrong")]
    Wrong,
}
