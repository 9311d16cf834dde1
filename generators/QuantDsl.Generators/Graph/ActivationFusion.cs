using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Graph;

/// <summary>
/// Lets an operation apply the activation that alone reads its value, so that what lies between them is never written.
/// </summary>
internal static class ActivationFusion
{
    /// <summary>The graph with activations fused.</summary>
    public static NetworkGraph Run(NetworkGraph graph)
    {
        int[] place = new int[graph.Nodes.Count];
        var nodes = new List<Node>();
        for (int index = 0; index < graph.Nodes.Count; index++)
        {
            Node node = graph.Nodes[index];
            if (node.Operation.Activation is { } activation
                && graph.Uses(node.Inputs[0]) == 1
                && nodes[place[node.Inputs[0]]] is var before
                && before.Layer == node.Layer
                && before.Operation.WithActivation(activation) is { } fused)
            {
                place[index] = place[node.Inputs[0]];
                nodes[place[index]] = before with { Operation = fused };
                continue;
            }
            place[index] = nodes.Count;
            nodes.Add(node with { Inputs = node.Inputs.Select(input => place[input]).ToEquatableArray() });
        }
        return new NetworkGraph(nodes.ToEquatableArray());
    }
}
