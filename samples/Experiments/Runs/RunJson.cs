using System.Text.Json.Serialization;

namespace Experiments.Runs;

/// <summary>Source-generated JSON of the lines of a run's file.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RunLine))]
internal sealed partial class RunJson : JsonSerializerContext;
