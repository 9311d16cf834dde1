using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Graph;

/// <summary>Named rewrites of the graph, in order. Each keeps the value of every layer.</summary>
internal static class GraphPasses
{
    public static IReadOnlyList<(string Name, Func<NetworkGraph, NetworkGraph> Rewrite)> All { get; } =
    [
        ("overwrite values that one operation alone reads", Overwrite),
        ("channels last through a convolution and its max pooling", ChannelsLast),
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

    /// <summary>
    /// libtorch's max pooling is several times faster with channels last, the convolution somewhat; a convolution without pooling is not
    /// always faster.
    /// </summary>
    private static NetworkGraph ChannelsLast(NetworkGraph graph)
    {
        HashSet<int> pooled = [.. graph.Nodes.Where(node => IsMaximumAloneBehindConvolution(graph, node)).Select(pool => pool.Inputs[0])];
        return new NetworkGraph(graph.Nodes.Select((node, index) => node.Operation switch
        {
            Conv2d conv when pooled.Contains(index) => node with { Operation = conv with { IsChannelsLast = true } },
            Pool2d pool when pooled.Contains(node.Inputs[0]) => node with { Operation = pool with { IsFromChannelsLast = true } },
            _ => node,
        }).ToEquatableArray());
    }

    private static bool IsMaximumAloneBehindConvolution(NetworkGraph graph, Node node) =>
        node.Operation is Pool2d { IsMaximum: true } && graph.Nodes[node.Inputs[0]].Operation is Conv2d && graph.Uses(node.Inputs[0]) == 1;

    private static bool MayOverwrite(NetworkGraph graph, int value) =>
        graph.Nodes[value].Operation is { Memory: OutputMemory.Fresh, BackwardReadsOutput: false } && graph.Uses(value) == 1;
}
