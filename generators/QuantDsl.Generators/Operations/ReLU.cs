namespace QuantDsl.Generators.Operations;

/// <summary><c>[ReLU]</c>: max(x, 0).</summary>
internal sealed record ReLU : Operation
{
    private bool Overwrites { get; init; }

    public override string Text => "ReLU";

    public override string ValueName => "Relu";

    public override bool IsNonNegative => true;

    public override OutputMemory Memory => Overwrites ? OutputMemory.Operand : OutputMemory.Fresh;

    public override bool BackwardReadsOutput => true;

    public override bool IsInPlace => Overwrites;

    public override Operation? ToInPlace() => this with { Overwrites = true };

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands) => operands[0].Shape;

    public override string Torch(TorchOperands operands) => Overwrites ? $"{operands.X}.relu_()" : $"{operands.X}.relu()";

    public static ReLU Read(AttributeValues values) => new();
}
