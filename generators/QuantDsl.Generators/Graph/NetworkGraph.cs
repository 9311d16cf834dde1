using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Graph;

/// <summary>The network in execution order; the last node gives the logits.</summary>
internal sealed record NetworkGraph(EquatableArray<Node> Nodes)
{
    public Shape Input => Nodes[0].Shape;

    public Shape Output => Nodes[Nodes.Count - 1].Shape;

    /// <summary>How many nodes read the value of node <paramref name="index"/>.</summary>
    public int Uses(int index) => Nodes.Sum(node => node.Inputs.Count(input => input == index));

    /// <summary>The value that leaves a stage.</summary>
    public Node StageOutput(string stage) => Nodes.Last(node => node.Stage == stage);
}
