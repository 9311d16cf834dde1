using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary><c>[LayerNorm]</c>: the channels of each pixel or position normalised, then scaled by γ and shifted by β.</summary>
internal sealed record LayerNorm(double Epsilon) : Operation
{
    private const double DefaultEpsilon = 1e-5;

    public override string Text => Epsilon == DefaultEpsilon ? "LayerNorm" : $"LayerNorm(Epsilon = {Literals.Double(Epsilon)})";

    public override string ValueName => "LayerNorm";

    public override bool IsNormalization => true;

    public override bool BackwardReadsInput => true;

    public override IEnumerable<ArgumentProblem> CheckArguments()
    {
        if (!ArgumentProblem.IsPositiveSingle(Epsilon))
            yield return new("Epsilon", Epsilon, "ε must be a positive float32", "");
    }

    /// <summary>A number alone is its own mean.</summary>
    public override Inference Infer(string layer, IReadOnlyList<Operand> operands)
    {
        Shape input = operands[0].Shape;
        return input.Channels > 1
            ? input
            : Inference.Fails(
                Ids.LayerArgument, "a layer normalisation needs at least 2 features or channels", "their number", input.Channels);
    }

    public override EquatableArray<ParameterSpec> Parameters(Shape input) =>
    [
        new("layer_norm.weight", [input.Channels], ParameterKind.FullPrecision),
        new("layer_norm.bias", [input.Channels], ParameterKind.FullPrecision),
    ];

    /// <summary>The activation that is applied to the normalised values; null: none.</summary>
    public ActivationFunction? Fused { get; init; }

    private string Function => ActivationFunction.TypeOf(Fused);

    public override Operation? WithActivation(ActivationFunction activation) => Fused is null ? this with { Fused = activation } : null;

    public override void Lower(NodeKernels k) => k.Call(
        ActivationFunction.WordsOf("normalization", Fused), $"...Normalize<{Function}>", Space.Samples,
        new Argument.Read(k.X), new Argument.Write(k.Y), Argument.Unit);

    /// <summary>∂x and the sums of each sample, in which the activation is computed again from x; ∂γ and ∂β from the sums.</summary>
    public override void Differentiate(NodeKernels k)
    {
        Value sums = k.Keep("Sums", new SampleRows(2, k.Shape.Channels));
        k.Call(
            ActivationFunction.WordsOf("∂x of normalization", Fused), $"...InputGradient<{Function}>", Space.Samples,
            new Argument.Read(k.X), new Argument.Read(k.OutputGradient), new Argument.Write(k.InputGradient()), new Argument.Write(sums),
            Argument.Samples, Argument.Unit);
        k.Call(
            "∂γ and ∂β", "...ParameterGradients", Space.Of("block", "...Blocks"),
            Argument.Workspace, new Argument.Read(sums), new Argument.ParameterGradient("layer_norm.weight"),
            new Argument.ParameterGradient("layer_norm.bias"), Argument.Unit);
    }

    public override string Onnx(OnnxOperands operands) =>
        $"graph.LayerNorm({operands.X}, {operands.Layer}.LayerNorm!, epsilon: {Literals.Double(Epsilon)})";

    public static LayerNorm Read(AttributeValues values) => new(values.Named("Epsilon", DefaultEpsilon));
}
