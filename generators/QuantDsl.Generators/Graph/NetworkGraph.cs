using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Graph;

/// <summary>The network in execution order; the last node gives the logits.</summary>
internal sealed record NetworkGraph(EquatableArray<Node> Nodes)
{
    /// <summary>What the samples are.</summary>
    public Input Input => (Input)Nodes[0].Operation;

    public Shape Output => Nodes[Nodes.Count - 1].Shape;

    /// <summary>How many nodes read the value of node <paramref name="index"/>.</summary>
    public int Uses(int index) => Nodes.Sum(node => node.Inputs.Count(input => input == index));

    /// <summary>The nodes of a layer.</summary>
    public IEnumerable<Node> Of(string layer) => Nodes.Where(node => node.Layer == layer);

    /// <summary>Shape of the first value that a node reads.</summary>
    public Shape InputShape(Node node) => Nodes[node.Inputs[0]].Shape;

    /// <summary>The values that a node reads.</summary>
    public IReadOnlyList<Operand> Operands(Node node) =>
        [.. node.Inputs.Select(input => new Operand(Nodes[input].Operation, Nodes[input].Shape))];

    /// <summary>
    /// For every node, the one whose memory its value lies in: its own, or that of an earlier value of which it is a view or over which it
    /// is written.
    /// </summary>
    public IReadOnlyList<int> Owners()
    {
        int[] owners = new int[Nodes.Count];
        for (int index = 0; index < owners.Length; index++)
            owners[index] = Nodes[index].Operation.Memory == OutputMemory.Operand ? owners[Nodes[index].Inputs[0]] : index;
        return owners;
    }
}
