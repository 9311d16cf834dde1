using System.Text.Json;
using System.Text.Json.Serialization;

namespace Experiments.Running;

/// <summary>Serializes a job for the command line of a child process.</summary>
[JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Job))]
internal sealed partial class JobJson : JsonSerializerContext
{
    public static string Write(Job job) => JsonSerializer.Serialize(job, Default.Job);

    /// <exception cref="InvalidDataException">The text is not a job.</exception>
    public static Job Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, Default.Job)!;
        }
        catch (JsonException damage)
        {
            throw new InvalidDataException($"worker: expected a job as JSON, got another text: {damage.Message}", damage);
        }
    }
}
