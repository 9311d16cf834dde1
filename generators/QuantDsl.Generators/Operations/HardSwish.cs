namespace QuantDsl.Generators.Operations;

/// <summary><c>[HardSwish]</c>: x·min(max(x + 3, 0), 6)/6.</summary>
internal sealed record HardSwish : ActivationOperation
{
    public override string Text => "HardSwish";

    public override string ValueName => "HardSwish";

    public override ActivationFunction Activation => new("HardSwish", "hard swish", NeedsInput: true);

    public override string Onnx(OnnxOperands operands) => $"graph.HardSwish({operands.X})";

    public static HardSwish Read(AttributeValues values) => new();
}
