using QuantDsl.Generators.Kernels;

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

    public override ActivationFunction? Activation => new("Relu", "ReLU");

    public override bool HasKernels(Shape input) => true;

    public override void Lower(NodeKernels k) =>
        k.Call(
            "ReLU", "Activation.Forward<TLanes, Relu>", Space.Samples, new Argument.Read(k.X), new Argument.Write(k.Y), Argument.Range);

    /// <summary>From y, whose sign is that of x.</summary>
    public override void Differentiate(NodeKernels k) =>
        k.Call(
            "∂x of ReLU", "Activation.Backward<TLanes, Relu>", Space.Samples,
            new Argument.Read(k.Y), new Argument.Read(k.OutputGradient), new Argument.Write(k.InputGradient()), Argument.Range);

    public override string Torch(TorchOperands operands) => Overwrites ? $"{operands.X}.relu_()" : $"{operands.X}.relu()";

    public static ReLU Read(AttributeValues values) => new();
}
