namespace QuantDsl.Generators.Operations;

/// <summary><c>[Silu]</c>: x·σ(x) with the logistic function σ.</summary>
internal sealed record Silu : ActivationOperation
{
    public override string Text => "Silu";

    public override string ValueName => "Silu";

    public override ActivationFunction Activation => new("Silu", "SiLU", NeedsInput: true);

    public override string Onnx(OnnxOperands operands) => $"graph.Silu({operands.X})";

    public static Silu Read(AttributeValues values) => new();
}
