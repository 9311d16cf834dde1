namespace QuantDsl.Generators.Operations;

/// <summary>What an operation names in the call that adds it to an ONNX graph.</summary>
/// <param name="inputs">Names of the values that it reads.</param>
/// <param name="inputShape">Shape of the first.</param>
/// <param name="layer">Name of its layer.</param>
internal sealed class OnnxOperands(IReadOnlyList<string> inputs, Shape? inputShape, string layer)
{
    /// <summary>The first value.</summary>
    public string X => inputs[0];

    /// <summary>The second value.</summary>
    public string Y => inputs[1];

    /// <summary>Shape of the first value.</summary>
    public Shape InputShape => inputShape!;

    /// <summary>The layer's property in code.</summary>
    public string Layer => Literals.Identifier(layer);

    /// <summary>The layer's weights.</summary>
    public string Weight => $"{Layer}.Weight";

    /// <summary>The layer's bias as an argument, null where it has none.</summary>
    public string Bias(bool exists) => exists ? $"{Layer}.Bias" : "bias: null";
}
