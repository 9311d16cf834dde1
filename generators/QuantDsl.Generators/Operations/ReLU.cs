namespace QuantDsl.Generators.Operations;

/// <summary><c>[ReLU]</c>: max(x, 0).</summary>
internal sealed record ReLU : ActivationOperation
{
    public override string Text => "ReLU";

    public override string ValueName => "Relu";

    public override bool KeepsScale => true;

    public override bool IsNonNegative => true;

    public override ActivationFunction Activation => new("Relu", "ReLU");

    public override string Onnx(OnnxOperands operands) => $"graph.Relu({operands.X})";

    public static ReLU Read(AttributeValues values) => new();
}
