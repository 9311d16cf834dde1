using System.Text.Json.Serialization;

namespace QuantDsl.Training;

/// <summary>What processes tell each other as JSON, without reflection.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class GroupJson : JsonSerializerContext;
