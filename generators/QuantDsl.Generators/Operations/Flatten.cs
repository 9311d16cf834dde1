namespace QuantDsl.Generators.Operations;

/// <summary>An image as a vector, channels first. The compiler inserts it.</summary>
internal sealed record Flatten : Operation
{
    public override string Text => "Flatten";

    public override string ValueName => "Flat";

    /// <summary>A view.</summary>
    public override OutputMemory Memory => OutputMemory.Operand;

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands) =>
        Shape.Of((int)Math.Min(operands[0].Shape.Elements, int.MaxValue));

    public override string Torch(TorchOperands operands) => $"{operands.X}.flatten(1)";
}
