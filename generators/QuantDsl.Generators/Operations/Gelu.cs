namespace QuantDsl.Generators.Operations;

/// <summary><c>[Gelu]</c>: x·Φ(x) with the normal distribution Φ.</summary>
internal sealed record Gelu : ActivationOperation
{
    public override string Text => "Gelu";

    public override string ValueName => "Gelu";

    public override ActivationFunction Activation => new("Gelu", "GELU", NeedsInput: true);

    public override string Onnx(OnnxOperands operands) => $"graph.Gelu({operands.X})";

    public static Gelu Read(AttributeValues values) => new();
}
