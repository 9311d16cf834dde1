using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary>A function of one number, applied to every element: what such operations have in common.</summary>
internal abstract record ActivationOperation : Operation
{
    private bool Overwrites { get; init; }

    /// <summary>The function.</summary>
    public abstract override ActivationFunction Activation { get; }

    public override OutputMemory Memory => Overwrites ? OutputMemory.Operand : OutputMemory.Fresh;

    public override bool BackwardReadsInput => Activation.NeedsInput;

    public override bool BackwardReadsOutput => !Activation.NeedsInput;

    public override bool IsInPlace => Overwrites;

    public override Operation? ToInPlace() => Activation.NeedsInput ? null : this with { Overwrites = true };

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands) => operands[0].Shape;

    public override void Lower(NodeKernels k) =>
        k.Call(
            Activation.Words, $"Activation.Forward<TLanes, {Activation.Type}>", Space.Samples,
            new Argument.Read(k.X), new Argument.Write(k.Y), Argument.Range);

    /// <summary>From y, or from x where that does not do.</summary>
    public override void Differentiate(NodeKernels k)
    {
        (string function, Value from) = Activation.NeedsInput ? ("BackwardFromInput", k.X) : ("Backward", k.Y);
        k.Call(
            $"∂x of {Activation.Words}", $"Activation.{function}<TLanes, {Activation.Type}>", Space.Samples,
            new Argument.Read(from), new Argument.Read(k.OutputGradient), new Argument.Write(k.InputGradient()), Argument.Range);
    }
}
