using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Graph;

/// <summary>
/// Checks the invariants that every pass must preserve; the tests run it after each pass. It derives them from the operations alone, not
/// from a pass.
/// </summary>
internal static class GraphVerifier
{
    /// <exception cref="InvalidOperationException">The graph is not well formed; the message names the node.</exception>
    public static void Verify(NetworkGraph graph)
    {
        for (int index = 0; index < graph.Nodes.Count; index++)
        {
            Node node = graph.Nodes[index];
            if ((index == 0) != (node.Operation is Input))
                throw Broken(index, node, "the input is the first node and only that");
            foreach (int input in node.Inputs)
            {
                if (input < 0 || input >= index)
                    throw Broken(index, node, $"reads value {input}, which is not before it");
            }
            if (!node.Operation.ReadsTokenIds && node.Inputs.Any(input => graph.Nodes[input].Operation is Input { Vocabulary: not null }))
                throw Broken(index, node, "computes with token ids");
            VerifyShape(graph, index, node);
        }
        VerifyMemory(graph);
    }

    private static void VerifyShape(NetworkGraph graph, int index, Node node)
    {
        Shape? shape = node.Operation.Infer(node.Layer, graph.Operands(node)).Shape;
        if (shape != node.Shape)
            throw Broken(index, node, $"has shape {node.Shape}, but its operands give {shape?.ToString() ?? "none"}");
    }

    /// <summary>Whoever writes over a memory must be the last that needs any of the values in it, forward and backward.</summary>
    private static void VerifyMemory(NetworkGraph graph)
    {
        IReadOnlyList<int> owners = graph.Owners();
        for (int index = 0; index < graph.Nodes.Count; index++)
        {
            Node writer = graph.Nodes[index];
            if (!writer.Operation.IsInPlace)
                continue;
            int memory = owners[index];
            if (graph.Nodes[memory].Operation.Memory == OutputMemory.Caller)
                throw Broken(index, writer, "overwrites memory of the caller");
            foreach (int value in Enumerable.Range(0, index).Where(value => owners[value] == memory))
            {
                if (graph.Nodes[value].Operation.BackwardReadsOutput)
                    throw Broken(index, writer, $"overwrites value {value}, which its own backward pass reads");
                for (int reader = 0; reader < graph.Nodes.Count; reader++)
                {
                    if (reader == index || !graph.Nodes[reader].Inputs.Contains(value))
                        continue;
                    if (reader > index)
                        throw Broken(index, writer, $"overwrites value {value}, which node {reader} reads later");
                    if (graph.Nodes[reader].Operation.BackwardReadsInput)
                        throw Broken(index, writer, $"overwrites value {value}, which the backward pass of node {reader} reads");
                }
            }
        }
    }

    private static InvalidOperationException Broken(int index, Node node, string what) => new($"Node {index} ({node}): {what}.");
}
