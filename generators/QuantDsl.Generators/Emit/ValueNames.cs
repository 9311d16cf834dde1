using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>The locals of a method that goes through the network value by value.</summary>
/// <param name="plan">The model.</param>
internal sealed class ValueNames(ModelPlan plan)
{
    private readonly string[] _names = new string[plan.Graph.Nodes.Count];

    /// <summary>The local that has the value of a node; a value that is written over another, or is it, has its name.</summary>
    public string this[int node]
    {
        get => _names[node];
        set => _names[node] = value;
    }

    /// <summary>Those of some nodes.</summary>
    public IReadOnlyList<string> Of(IEnumerable<int> nodes) => [.. nodes.Select(node => _names[node])];

    /// <summary>A name that no value and no layer has yet.</summary>
    public void Declare(int node)
    {
        string wanted = Literals.Camel(plan.Graph.Nodes[node].Layer) + plan.Graph.Nodes[node].Operation.ValueName, name = wanted;
        for (int number = 2; _names.Contains(name) || plan.Layers.Any(layer => layer.Name == name); number++)
            name = wanted + Invariant.Of(number);
        _names[node] = name;
    }
}
