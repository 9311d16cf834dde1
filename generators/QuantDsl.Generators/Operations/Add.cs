using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary><c>[Add]</c>: the sum with the value of an earlier layer.</summary>
/// <param name="Other">Name of the layer.</param>
internal sealed record Add(string Other) : Operation
{
    public override string Text => $"Add({Other})";

    public override string ValueName => "Sum";

    public override string? OtherLayer => Other;

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands)
    {
        (Shape mine, Shape theirs) = (operands[0].Shape, operands[1].Shape);
        return mine == theirs ? mine : Inference.Fails(Ids.AddShapes, Other, mine, theirs, Advice(layer, Other, mine, theirs));
    }

    private static string Advice(string layer, string other, Shape mine, Shape theirs)
    {
        if (mine.Dimensions.Count != theirs.Dimensions.Count)
        {
            (Shape larger, Shape smaller) = mine.Dimensions.Count > theirs.Dimensions.Count ? (mine, theirs) : (theirs, mine);
            return $"{(larger.IsImage ? "An image" : "A sequence")} and "
                + $"{(smaller.IsSequence ? "a sequence" : "a flat value")} cannot be added";
        }
        if (!mine.IsImage)
            return "Give both the same number of features";
        string projection = $"project {other} with a 1×1 Conv2d of {mine.Channels} channels";
        if (mine.Height == theirs.Height && mine.Width == theirs.Width)
            return $"Give {layer} {theirs.Channels} channels or {projection}";
        if (IsHalf(mine, theirs))
            return $"Give {layer} stride 1 or {projection} and stride 2";
        return IsHalf(theirs, mine)
            ? $"Give {layer} stride 2 or {other} stride 1"
            : $"Give {layer} a padding that keeps the size {theirs.Height}×{theirs.Width}";
    }

    private static bool IsHalf(Shape small, Shape large) => (large.Height + 1) / 2 == small.Height && (large.Width + 1) / 2 == small.Width;

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

    public override string Torch(TorchOperands operands) => $"{operands.X}.add({operands.Y}, Scalars.One)";

    public static Add Read(AttributeValues values) => new(values.Argument(0, ""));
}
