using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Graph;

/// <summary>
/// Activations of one sample in a prediction that releases every value after its last use: a flat view, dropout (nothing, when predicting)
/// and an operation that writes over its operand need no memory of their own.
/// </summary>
internal static class ActivationMemory
{
    private const int BytesOfFloat32 = 4;
    private const int BytesOfTokenId = 8;

    /// <summary>For every node, the bytes that exist while it runs.</summary>
    public static IReadOnlyList<long> LiveBytes(NetworkGraph graph)
    {
        IReadOnlyList<int> owner = graph.Owners();
        int[] lastUse = new int[graph.Nodes.Count];
        for (int index = 0; index < graph.Nodes.Count; index++)
        {
            foreach (int input in graph.Nodes[index].Inputs)
                lastUse[owner[input]] = index;
        }
        lastUse[owner[owner.Count - 1]] = graph.Nodes.Count;
        return [.. graph.Nodes.Select((_, index) => Live(index))];

        long Live(int now) =>
            Enumerable.Range(0, now + 1).Where(value => owner[value] == value && (value == now || lastUse[value] >= now)).Sum(Bytes)
            + (graph.Nodes[now].Operation.WorkingValues * BytesOfFloat32);

        long Bytes(int value)
        {
            (Operation operation, Shape shape) = (graph.Nodes[value].Operation, graph.Nodes[value].Shape);
            return shape.Elements * (operation is Input { Vocabulary: not null } ? BytesOfTokenId : BytesOfFloat32);
        }
    }
}
