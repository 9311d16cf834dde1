namespace QuantDsl.Generators.Operations;

/// <summary><c>[Sigmoid]</c>: the logistic function.</summary>
internal sealed record Sigmoid : ActivationOperation
{
    public override string Text => "Sigmoid";

    public override string ValueName => "Sigmoid";

    public override ActivationFunction Activation => new("Sigmoid", "sigmoid");

    public override string Onnx(OnnxOperands operands) => $"graph.Sigmoid({operands.X})";

    public static Sigmoid Read(AttributeValues values) => new();
}
