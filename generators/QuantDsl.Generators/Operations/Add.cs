using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary><c>[Add]</c>: the sum with the value of an earlier layer.</summary>
/// <param name="Other">Name of the layer.</param>
internal sealed record Add(string Other) : Operation
{
    public override string Text => $"Add({Other})";

    public override string ValueName => "Sum";

    public override string? OtherLayer => Other;

    public override Operation Joining(string other) => this with { Other = other };

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands)
    {
        (Shape mine, Shape theirs) = (operands[0].Shape, operands[1].Shape);
        return mine == theirs ? mine : JoinedShapes.CannotAdd(Other, mine, theirs);
    }

    /// <summary>The activation that is applied to the sum; null: none.</summary>
    public ActivationFunction? Fused { get; init; }

    /// <summary>Not one whose gradient needs the sum, which then is not kept.</summary>
    public override Operation? WithActivation(ActivationFunction activation) =>
        Fused is null && !activation.NeedsInput ? this with { Fused = activation } : null;

    public override void Lower(NodeKernels k) =>
        k.Call(
            ActivationFunction.WordsOf("sum", Fused), $"Addition.Run<TLanes, {ActivationFunction.TypeOf(Fused)}>", Space.Samples,
            new Argument.Read(k.X), new Argument.Read(k.Inputs[1]), new Argument.Write(k.Y), Argument.Range);

    /// <summary>Both get the gradient of the sum.</summary>
    public override void Differentiate(NodeKernels k)
    {
        Value gradient = k.OutputGradient;
        if (Fused is not null)
        {
            gradient = k.New("SumGradient", k.Shape);
            k.Call(
                $"∂x of {Fused.Words}", $"Activation.Backward<TLanes, {Fused.Type}>", Space.Samples,
                new Argument.Read(k.Y), new Argument.Read(k.OutputGradient), new Argument.Write(gradient), Argument.Range);
        }
        k.PassOn(0, gradient);
        k.PassOn(1, gradient);
    }

    public override string Onnx(OnnxOperands operands) => $"graph.Add({operands.X}, {operands.Y})";

    public static Add Read(AttributeValues values) => new(values.Argument(0, ""));
}
