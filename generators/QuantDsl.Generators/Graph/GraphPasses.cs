using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Graph;

/// <summary>Named rewrites of the graph, in order. Each keeps the value of every stage.</summary>
internal static class GraphPasses
{
    public static IReadOnlyList<(string Name, Func<NetworkGraph, NetworkGraph> Rewrite)> All { get; } =
    [
        ("overwrite values that only a ReLU reads", OverwriteByRelu),
    ];

    /// <summary>Runs all passes; <paramref name="afterEach"/> sees the graph behind each (tests verify it there).</summary>
    public static NetworkGraph Run(NetworkGraph graph, Action<string, NetworkGraph>? afterEach = null)
    {
        foreach ((string name, Func<NetworkGraph, NetworkGraph> rewrite) in All)
        {
            graph = rewrite(graph);
            afterEach?.Invoke(name, graph);
        }
        return graph;
    }

    private static NetworkGraph OverwriteByRelu(NetworkGraph graph) => new(
        graph.Nodes.Select(node => node is ReluNode relu && MayOverwrite(graph, relu.Input) ? relu with { InPlace = true } : node).ToEquatableArray());

    private static bool MayOverwrite(NetworkGraph graph, int value) =>
        graph.Nodes[value] is not (InputNode or FlattenNode or DropoutNode) && !graph.Nodes[value].BackwardReadsOutput && graph.Uses(value) == 1;
}
