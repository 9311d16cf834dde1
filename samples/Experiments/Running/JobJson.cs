using System.Text.Json;
using System.Text.Json.Serialization;

namespace Experiments.Running;

/// <summary>A job on the command line of the process that does it.</summary>
[JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Job))]
internal sealed partial class JobJson : JsonSerializerContext
{
    public static string Write(Job job) => JsonSerializer.Serialize(job, Default.Job);

    /// <exception cref="InvalidDataException">The text is no job.</exception>
    public static Job Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, Default.Job)!;
        }
        catch (JsonException damage)
        {
            throw new InvalidDataException($"worker: expected the job that run writes, got another text: {damage.Message}", damage);
        }
    }
}
