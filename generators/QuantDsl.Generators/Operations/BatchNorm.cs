using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary><c>[BatchNorm]</c>: each channel normalised over the batch, then scaled by γ and shifted by β.</summary>
internal sealed record BatchNorm(double Epsilon, double Momentum) : Operation
{
    public override string Text => "BatchNorm";

    public override string ValueName => "Norm";

    public override bool IsNormalization => true;

    public override bool CancelsBias => true;

    public override bool BackwardReadsInput => true;

    public override IEnumerable<ArgumentProblem> CheckArguments()
    {
        if (!ArgumentProblem.IsPositiveSingle(Epsilon))
            yield return new("Epsilon", Epsilon, "ε must be a positive float32", "");
        if (!((float)Momentum > 0 && Momentum <= 1))
            yield return new("Momentum", Momentum, "the momentum must be above 0 and at most 1 as a float32", "");
    }

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands) => operands[0].Shape;

    public override EquatableArray<ParameterSpec> Parameters(Shape input)
    {
        EquatableArray<int> channels = [input.Channels];
        return
        [
            new("norm.weight", channels, ParameterKind.FullPrecision),
            new("norm.bias", channels, ParameterKind.FullPrecision),
            new("norm.running_mean", channels, ParameterKind.Statistic),
            new("norm.running_var", channels, ParameterKind.Statistic),
        ];
    }

    /// <summary>It needs two values of a channel, unless it is frozen.</summary>
    public override int MinimumBatch(Shape shape) => !IsFrozen && shape.Elements == shape.Channels ? 2 : 1;

    /// <summary>The activation that is applied to the normalised values; null: none.</summary>
    public ActivationFunction? Fused { get; init; }

    private string Function => ActivationFunction.TypeOf(Fused);

    public override Operation? WithActivation(ActivationFunction activation) => Fused is null ? this with { Fused = activation } : null;

    public override void Lower(NodeKernels k)
    {
        Value channels = Channels(k);
        if (!k.IsTraining || IsFrozen)
        {
            Space blocks = k.IsTraining ? Space.Of("block", "..FrozenBlocks") : Blocks;
            k.Call("scale and shift of the running statistics", "..RunningScale", blocks, new Argument.Write(channels), Argument.Unit);
        }
        else if (k.Shape.IsImage || k.Shape.IsSequence)
        {
            Value moments = k.Keep("Moments", new SampleRows(2, k.Shape.Channels));
            k.Call(
                "moments of each sample", "..SampleMoments", Space.Samples,
                new Argument.Read(k.X), new Argument.Write(moments), Argument.Samples, Argument.Unit);
            k.Call(
                "mean and variance", "..BatchMomentsOfImages", Blocks,
                Argument.Workspace, new Argument.Read(moments), new Argument.Write(channels), Argument.Unit);
        }
        else
        {
            k.Call(
                "mean and variance", "..BatchMomentsOfFeatures", Blocks,
                Argument.Workspace, new Argument.Read(k.X), new Argument.Write(channels), Argument.Unit);
        }
        k.Call(
            ActivationFunction.WordsOf("normalization", Fused), $"..Normalize<{Function}>", Space.Samples,
            new Argument.Read(k.X), new Argument.Read(channels), new Argument.Write(k.Y), Argument.Unit);
    }

    /// <summary>
    /// Σ∂ and Σ∂·(x − mean) over the batch; ∂γ and ∂β from them; then ∂x. The activation is computed again from x. Where it is frozen,
    /// mean and variance do not depend on x, and only ∂x is left.
    /// </summary>
    public override void Differentiate(NodeKernels k)
    {
        Value channels = Channels(k);
        if (IsFrozen)
        {
            k.Call(
                ActivationFunction.WordsOf("∂x of normalization", Fused), $"..FrozenInputGradient<{Function}>", Space.Samples,
                new Argument.Read(k.X), new Argument.Read(k.OutputGradient), new Argument.Read(channels),
                new Argument.Write(k.InputGradient()), Argument.Unit);
            return;
        }
        Value means = k.Keep("Means", new FixedLayout(2L * k.Shape.Channels));
        Argument[] parameters = [new Argument.ParameterGradient("norm.weight"), new Argument.ParameterGradient("norm.bias")];
        if (k.Shape.IsImage || k.Shape.IsSequence)
        {
            Value sums = k.Keep("Sums", new SampleRows(2, k.Shape.Channels));
            k.Call(
                "sums of each sample", $"..SampleSums<{Function}>", Space.Samples,
                new Argument.Read(k.X), new Argument.Read(k.OutputGradient), new Argument.Read(channels), new Argument.Write(sums),
                Argument.Samples, Argument.Unit);
            k.Call(
                "∂γ and ∂β", "..ParameterGradientsOfImages", Blocks,
                [
                    Argument.Workspace, new Argument.Read(sums), new Argument.Read(channels), new Argument.Write(means), .. parameters,
                    Argument.Unit,
                ]);
        }
        else
        {
            k.Call(
                "∂γ and ∂β", $"..ParameterGradientsOfFeatures<{Function}>", Blocks,
                [
                    Argument.Workspace, new Argument.Read(k.X), new Argument.Read(k.OutputGradient), new Argument.Read(channels),
                    new Argument.Write(means), .. parameters, Argument.Unit,
                ]);
        }
        if (!k.Needs[0])
            return;
        k.Call(
            ActivationFunction.WordsOf("∂x of normalization", Fused), $"..InputGradient<{Function}>", Space.Samples,
            new Argument.Read(k.X), new Argument.Read(k.OutputGradient), new Argument.Read(channels), new Argument.Read(means),
            new Argument.Write(k.InputGradient()), Argument.Unit);
    }

    private static Space Blocks => Space.Of("block", "..Blocks(w)");

    /// <summary>Of each channel: mean, 1/σ, scale, shift, Σ(x − mean)².</summary>
    private static Value Channels(NodeKernels k) => k.Keep("Channels", new FixedLayout(5L * k.Shape.Channels));

    public override string Onnx(OnnxOperands operands) =>
        $"graph.BatchNorm({operands.X}, {operands.Layer}.BatchNorm!, epsilon: {Literals.Double(Epsilon)})";

    public static BatchNorm Read(AttributeValues values) => new(values.Named("Epsilon", 1e-4), values.Named("Momentum", 0.1));
}
