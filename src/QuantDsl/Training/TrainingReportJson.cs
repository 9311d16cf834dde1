using System.Text.Json.Serialization;

namespace QuantDsl.Training;

/// <summary>Source-generated JSON of <see cref="TrainingReport"/>: no reflection, so it survives trimming.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TrainingReport))]
internal sealed partial class TrainingReportJson : JsonSerializerContext;
