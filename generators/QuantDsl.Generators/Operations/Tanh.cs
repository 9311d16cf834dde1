namespace QuantDsl.Generators.Operations;

/// <summary><c>[Tanh]</c>: the hyperbolic tangent.</summary>
internal sealed record Tanh : ActivationOperation
{
    public override string Text => "Tanh";

    public override string ValueName => "Tanh";

    public override ActivationFunction Activation => new("Tanh", "tanh");

    public override string Onnx(OnnxOperands operands) => $"graph.Tanh({operands.X})";

    public static Tanh Read(AttributeValues values) => new();
}
