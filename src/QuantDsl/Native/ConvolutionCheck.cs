using System.Text.Json.Serialization;

namespace QuantDsl;

/// <summary>
/// Result of comparing libtorch's convolutions on the CPU with plain loops. On some processors, oneDNN, which computes them inside
/// libtorch, silently returns wrong results.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConvolutionCheck>))]
public enum ConvolutionCheck
{
    /// <summary>Not compared yet: QuantDsl has not loaded libtorch.</summary>
    [JsonStringEnumMemberName("notDone")]
    NotDone,

    /// <summary>Convolutions are correct; nothing was changed.</summary>
    [JsonStringEnumMemberName("right")]
    Right,

    /// <summary>Convolutions were wrong with oneDNN. It is switched off in this process, and they are correct without it.</summary>
    [JsonStringEnumMemberName("rightWithoutOneDnn")]
    RightWithoutOneDnn,

    /// <summary>Convolutions are wrong, and oneDNN cannot be switched off or that does not help. Their results cannot be used.</summary>
    [JsonStringEnumMemberName("wrong")]
    Wrong,
}
