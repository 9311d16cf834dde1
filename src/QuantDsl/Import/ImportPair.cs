using QuantDsl.Formats;

namespace QuantDsl.Import;

/// <summary>An array of the model, and the tensors of the file that give its values.</summary>
/// <param name="Target">The array.</param>
/// <param name="Sources">One tensor, or several that are added.</param>
internal sealed record ImportPair(ImportTarget Target, IReadOnlyList<SafetensorsEntry> Sources)
{
    /// <summary>The names of the tensors.</summary>
    public string SourceWords => string.Join(" + ", Sources.Select(source => source.Name));
}
