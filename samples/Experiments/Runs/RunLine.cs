using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using QuantDsl;

namespace Experiments.Runs;

/// <summary>A line of a run's file: a JSON object with exactly one of these properties.</summary>
internal sealed record RunLine
{
    /// <summary>Does not escape characters such as +: people read the lines too, and they are never embedded in HTML.</summary>
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The first line.</summary>
    public RunHeader? Run { get; init; }

    /// <summary>A completed epoch.</summary>
    public EpochReport? Epoch { get; init; }

    /// <summary>Something a reader should know, for example that the run was resumed with another number of threads.</summary>
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

    /// <summary>Parses a line written by <see cref="ToString"/>.</summary>
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
