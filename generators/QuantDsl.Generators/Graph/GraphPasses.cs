using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Graph;

/// <summary>Named rewrites of the graph, in order. Each keeps the value of every layer.</summary>
internal static class GraphPasses
{
    public static IReadOnlyList<(string Name, Func<NetworkGraph, NetworkGraph> Rewrite)> All { get; } =
    [
        ("overwrite values that one operation alone reads", Overwrite),
    ];

    /// <summary>Runs all passes; <paramref name="afterEach"/> gets the graph after each, for the verifier of the tests.</summary>
    public static NetworkGraph Run(NetworkGraph graph, Action<string, NetworkGraph>? afterEach = null)
    {
        foreach ((string name, Func<NetworkGraph, NetworkGraph> rewrite) in All)
        {
            graph = rewrite(graph);
            afterEach?.Invoke(name, graph);
        }
        return graph;
    }

    private static NetworkGraph Overwrite(NetworkGraph graph) => new(graph.Nodes.Select(node =>
        node.Operation.ToInPlace() is { } inPlace && MayOverwrite(graph, node.Inputs[0])
            ? node with { Operation = inPlace }
            : node).ToEquatableArray());

    private static bool MayOverwrite(NetworkGraph graph, int value) =>
        graph.Nodes[value].Operation is { Memory: OutputMemory.Fresh, BackwardReadsOutput: false } && graph.Uses(value) == 1;
}
