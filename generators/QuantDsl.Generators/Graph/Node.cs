using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Graph;

/// <summary>One operation with the static shape of its value; its position in the graph is its value.</summary>
/// <param name="Layer">Name of the layer it belongs to, empty for the input.</param>
/// <param name="Operation">What it computes.</param>
/// <param name="Inputs">Positions of the values it reads.</param>
/// <param name="Shape">Shape of its value.</param>
internal sealed record Node(string Layer, Operation Operation, EquatableArray<int> Inputs, Shape Shape);
