namespace QuantDsl.Generators.Graph;

/// <summary>Checks what every pass must keep; run by the tests behind each pass.</summary>
internal static class GraphVerifier
{
    /// <exception cref="InvalidOperationException">The graph is not well formed; the message names the node.</exception>
    public static void Verify(NetworkGraph graph)
    {
        for (int index = 0; index < graph.Nodes.Count; index++)
        {
            Node node = graph.Nodes[index];
            if ((index == 0) != (node is InputNode))
                throw Broken(index, node, "the input is the first node and only that");
            foreach (int input in node.Inputs)
            {
                if (input < 0 || input >= index)
                    throw Broken(index, node, $"reads value {input}, which is not before it");
            }
            if (Expected(graph, node) is { } shape && shape != node.Shape)
                throw Broken(index, node, $"has shape {node.Shape}, but its operands give {shape}");
            if (node is not (OneHotNode or EmbeddingNode) && node.Inputs.Any(input => graph.Nodes[input] is InputNode { Vocabulary: not null }))
                throw Broken(index, node, "computes with token ids");
            if (node is ReluNode { InPlace: true } relu && (graph.Uses(relu.Input) != 1 || graph.Nodes[relu.Input].BackwardReadsOutput))
                throw Broken(index, node, "overwrites a value that is read elsewhere");
            if (node is ReluNode { InPlace: true } && graph.Nodes[node.Inputs[0]] is InputNode or FlattenNode or DropoutNode or LinearNode or EmbeddingNode)
                throw Broken(index, node, "overwrites memory that may be another value's");
            if (node is Conv2dNode { ChannelsLast: true } && !graph.Nodes.Any(reader => reader is PoolNode { FromChannelsLast: true } pool && pool.Input == index))
                throw Broken(index, node, "leaves its channels last to a node that does not expect it");
            if (node is PoolNode { FromChannelsLast: true } && graph.Nodes[node.Inputs[0]] is not Conv2dNode { ChannelsLast: true })
                throw Broken(index, node, "expects channels last of a node that has not");
        }
    }

    private static Shape? Expected(NetworkGraph graph, Node node) => node switch
    {
        BatchNormNode or ReluNode or DropoutNode => graph.Nodes[node.Inputs[0]].Shape,
        AddNode => graph.Nodes[node.Inputs[0]].Shape == graph.Nodes[node.Inputs[1]].Shape ? graph.Nodes[node.Inputs[0]].Shape : Shape.Of(0),
        FlattenNode => Shape.Of((int)graph.Nodes[node.Inputs[0]].Shape.Elements),
        GlobalAvgPoolNode => Shape.Of(graph.Nodes[node.Inputs[0]].Shape.Channels),
        PoolNode pool => Window(graph.Nodes[pool.Input].Shape, graph.Nodes[pool.Input].Shape.Channels, pool.Kernel, pool.Stride, pool.Padding),
        Conv2dNode conv => Window(graph.Nodes[conv.Input].Shape, conv.Shape.Channels, conv.Kernel, conv.Stride, conv.Padding),
        LinearNode linear => graph.Nodes[linear.Input].Shape is var input && input.Elements == (long)linear.InFeatures * input.Length
            ? input.With(linear.Shape.Channels)
            : Shape.Of(0),
        LstmNode lstm => graph.Nodes[lstm.Input].Shape == Shape.Of(lstm.Length, lstm.InFeatures) ? lstm.Shape : Shape.Of(0),
        OneHotNode => graph.Nodes[node.Inputs[0]] is InputNode { Vocabulary: { } vocabulary, Shape: var ids } ? Shape.Of(ids.Channels, vocabulary) : Shape.Of(0),
        EmbeddingNode table => graph.Nodes[table.Input] is InputNode { Vocabulary: { } vocabulary, Shape: var ids } && vocabulary == table.Vocabulary
            ? Shape.Of(ids.Channels, table.Shape.Channels)
            : Shape.Of(0),
        _ => null,
    };

    private static Shape Window(Shape input, int channels, int kernel, int stride, int padding) => Shape.Of(
        channels, ((input.Height + (2 * padding) - kernel) / stride) + 1, ((input.Width + (2 * padding) - kernel) / stride) + 1);

    private static InvalidOperationException Broken(int index, Node node, string what) => new($"Node {index} ({node}): {what}.");
}
