namespace QuantDsl.Generators.Operations;

/// <summary>The operations of a layer, by the names of their attributes: what the parser reads, help pages list and tests try.</summary>
internal static class OperationTable
{
    public static IReadOnlyList<OperationReader> All { get; } =
    [
        new("Linear", Linear.Read, "4", IsWeighted: true),
        new("Conv1d", Conv1d.Read, "4, 3", IsWeighted: true),
        new("Conv2d", Conv2d.Read, "4, 3", IsWeighted: true),
        new("Lstm", Lstm.Read, "4", IsWeighted: true),
        new("Gru", Gru.Read, "4", IsWeighted: true),
        new("Embedding", Embedding.Read, "8, 4", IsWeighted: true),
        new("BatchNorm", BatchNorm.Read, ""),
        new("LayerNorm", LayerNorm.Read, ""),
        new("ReLU", ReLU.Read, ""),
        new("LeakyReLU", LeakyReLU.Read, "0.1"),
        new("Tanh", Tanh.Read, ""),
        new("Sigmoid", Sigmoid.Read, ""),
        new("Silu", Silu.Read, ""),
        new("Gelu", Gelu.Read, ""),
        new("HardSwish", HardSwish.Read, ""),
        new("MaxPool2d", Pool2d.ReadMaximum, "2"),
        new("AvgPool2d", Pool2d.ReadAverage, "2"),
        new("GlobalAvgPool2d", GlobalAvgPool2d.Read, ""),
        new("Dropout", Dropout.Read, "0.5"),
        new("Add", Add.Read, "nameof(Before)"),
        new("Concat", Concat.Read, "nameof(Before)"),
    ];

    private static readonly Dictionary<string, OperationReader> ByName = All.ToDictionary(reader => reader.Name, StringComparer.Ordinal);

    /// <summary>The weighted operations as a message lists them.</summary>
    public static string WeightedWords { get; } = List([.. All.Where(reader => reader.IsWeighted).Select(reader => $"[{reader.Name}]")]);

    /// <summary>The operation that an attribute stands for; null if it is none of a layer's.</summary>
    public static Operation? Read(string name, AttributeValues values) =>
        ByName.TryGetValue(name, out OperationReader? reader) ? reader.Read(values) : null;

    private static string List(IReadOnlyList<string> words) =>
        $"{string.Join(", ", words.Take(words.Count - 1))} or {words[words.Count - 1]}";
}
