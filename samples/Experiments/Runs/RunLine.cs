using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using QuantDsl;

namespace Experiments.Runs;

/// <summary>A line of a run's file: an object with one of these properties.</summary>
internal sealed record RunLine
{
    /// <summary>Characters such as + stay as they are: the lines are read by people, too, and never put into HTML.</summary>
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The first line.</summary>
    public RunHeader? Run { get; init; }

    /// <summary>A completed epoch.</summary>
    public EpochReport? Epoch { get; init; }

    /// <summary>Something a reader should know, such as that the run went on with another number of threads.</summary>
    public string? Note { get; init; }

    /// <summary>The last line.</summary>
    public RunSummary? Summary { get; init; }

    /// <summary>The JSON, without a line break.</summary>
    public override string ToString()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, WriterOptions))
            JsonSerializer.Serialize(writer, this, RunJson.Default.RunLine);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static RunLine Parse(string text)
    {
        RunLine? line = JsonSerializer.Deserialize(text, RunJson.Default.RunLine);
        object?[] parts = [line?.Run, line?.Epoch, line?.Note, line?.Summary];
        return parts.Count(part => part is not null) == 1
            ? line!
            : throw new JsonException("expected an object with one of run, epoch, note and summary.");
    }
}
