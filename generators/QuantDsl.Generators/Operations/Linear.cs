using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary><c>[Linear]</c>: y = Wx + b, at each position of a sequence.</summary>
/// <param name="Features">Outputs.</param>
/// <param name="Bias">Whether there is a b; null: not given, so unless the layer is normalised.</param>
internal sealed record Linear(int Features, bool? Bias) : WeightedOperation
{
    public override string Text => $"Linear({Features})";

    public override string ValueName => "Linear";

    /// <summary>The tape differentiates by it.</summary>
    public override bool BackwardReadsOutput => true;

    public override IEnumerable<ArgumentProblem> CheckArguments()
    {
        if (Features < 1)
            yield return new("features", Features, "a linear layer must have at least 1 feature");
    }

    public override WeightedOperation Decide(bool cancelsBias) => this with { Bias = Bias ?? !cancelsBias };

    public override Adjustment? WithChannels(int channels) => new("features", this with { Features = channels });

    public override Operation? Preparation(Shape input) => input.IsImage ? new Flatten() : null;

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands)
    {
        Shape input = operands[0].Shape;
        return input.IsSequence ? Inference.Sequence(input.With(Features), input.Length, Features) : input.With(Features);
    }

    public override EquatableArray<ParameterSpec> Parameters(Shape input) =>
    [
        ParameterSpec.Weights("weight", [Features, input.Channels], fanIn: input.Channels, fanOut: Features),
        .. ParameterSpec.Bias(Bias == true, Features),
    ];

    public override bool LooksUp(Shape input) => LookUp?.Serves(input.Channels, Features) == true;

    /// <summary>Of few inputs the gradient is made from gathered samples, all at once.</summary>
    public override bool MakesGradientByOutputs(Shape input, Shape output, ParameterSpec weights, int batch) =>
        input.Channels >= WeightGradient.Lanes
        && (!input.IsSequence || WeightGradient.NeedsNoMemory(weights, batch, input.Elements + output.Elements));

    public override long MultiplyAccumulates(Shape input, Shape output) => Weights(input) * output.Length;

    public override void Lower(NodeKernels k)
    {
        if (k.InputShape.IsSequence)
        {
            k.Call("linear", ".ForwardSequence", Space.Samples, new Argument.Read(k.X), new Argument.Write(k.Y), Argument.Unit);
            return;
        }
        k.Call(
            "linear", ".Forward", Space.Of("tile", ".ForwardUnits(w.Samples)"),
            new Argument.Read(k.X), new Argument.Write(k.Y), Argument.Samples, Argument.Unit);
    }

    /// <summary>∂x = Wᵀ∂y, ∂W = Σ ∂y·xᵀ, ∂b = Σ ∂y.</summary>
    public override void Differentiate(NodeKernels k)
    {
        if (k.Needs[0] && k.InputShape.IsSequence)
        {
            k.Call(
                "∂x of linear", ".SequenceInputGradient", Space.Samples,
                new Argument.Read(k.OutputGradient), new Argument.Write(k.InputGradient()), Argument.Unit);
        }
        else if (k.Needs[0])
        {
            k.Call(
                "∂x of linear", ".InputGradient", Space.Of("tile", ".InputGradientUnits(w.Samples)"),
                new Argument.Read(k.OutputGradient), new Argument.Write(k.InputGradient()), Argument.Samples, Argument.Unit);
        }
        WeightGradient.Call(
            k, terms: k.InputShape.Channels, steps: k.InputShape.Channels, pixels: k.InputShape.Length, outputs: Features);
        if (Bias == true)
            BiasGradient(k);
    }

    public override string Onnx(OnnxOperands operands) =>
        $"graph.Linear({operands.X}, {operands.Weight}, {operands.Bias(Bias == true)})";

    public static Linear Read(AttributeValues values) => new(values.Argument(0, 0), values.NamedOrNull<bool>("Bias"));
}
