using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Fuzz;

/// <summary>A random layer.</summary>
/// <param name="From">Number of the layer whose value it reads; null: the one before it.</param>
/// <param name="Operations">Its operations in order.</param>
/// <param name="Quantizer">How its weights are quantized; null: as the model says.</param>
internal sealed record DrawnLayer(int? From, IReadOnlyList<DrawnOperation> Operations, DrawnQuantizer? Quantizer)
{
    private bool IsRecurrent => Operations[0].Attribute.StartsWith("Lstm", StringComparison.Ordinal)
        || Operations[0].Attribute.StartsWith("Gru", StringComparison.Ordinal);

    /// <summary>How the reference quantizes each of its weights: a recurrent layer has two of them, with gates.</summary>
    /// <param name="ofModel">How the model does.</param>
    public IEnumerable<Func<NetworkParameter, IQuantizer>> Quantizers(DrawnQuantizer ofModel)
    {
        DrawnQuantizer quantizer = Quantizer ?? ofModel;
        return IsRecurrent ? [quantizer.OfGates, quantizer.OfGates] : [quantizer.Reference];
    }

    /// <summary>The layer as a declaration writes it.</summary>
    public string Source(int number)
    {
        List<string> attributes = [.. Operations.Select(operation => operation.Attribute)];
        if (From is { } from)
            attributes.Insert(0, $"From(nameof(L{from}))");
        if (Quantizer is not null)
            attributes.Add(Quantizer.Attribute);
        return $"    [{string.Join(", ", attributes)}] public partial Layer L{number} {{ get; }}\n";
    }
}
