using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Graph;

/// <summary>Named rewrites of the graph, in order. Each keeps the value of every stage.</summary>
internal static class GraphPasses
{
    public static IReadOnlyList<(string Name, Func<NetworkGraph, NetworkGraph> Rewrite)> All { get; } =
    [
        ("overwrite values that only a ReLU reads", OverwriteByRelu),
        ("channels last through a convolution and its max pooling", ChannelsLast),
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

    /// <summary>libtorch's max pooling is several times faster so, the convolution somewhat; alone it is not always.</summary>
    private static NetworkGraph ChannelsLast(NetworkGraph graph)
    {
        HashSet<int> pooled = [.. graph.Nodes.OfType<PoolNode>().Where(pool => IsAloneBehindConvolution(graph, pool)).Select(pool => pool.Input)];
        return new NetworkGraph(graph.Nodes.Select((node, index) => node switch
        {
            Conv2dNode conv when pooled.Contains(index) => conv with { ChannelsLast = true },
            PoolNode pool when pooled.Contains(pool.Input) => pool with { FromChannelsLast = true },
            _ => node,
        }).ToEquatableArray());
    }

    private static bool IsAloneBehindConvolution(NetworkGraph graph, PoolNode pool) =>
        pool.IsMaximum && graph.Nodes[pool.Input] is Conv2dNode && graph.Uses(pool.Input) == 1;

    private static bool MayOverwrite(NetworkGraph graph, int value) =>
        graph.Nodes[value] is not (InputNode or FlattenNode or DropoutNode or LinearNode or EmbeddingNode) && !graph.Nodes[value].BackwardReadsOutput && graph.Uses(value) == 1;
}
