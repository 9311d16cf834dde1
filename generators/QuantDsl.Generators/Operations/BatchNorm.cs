namespace QuantDsl.Generators.Operations;

/// <summary><c>[BatchNorm]</c>: each channel normalised over the batch, then scaled by γ and shifted by β.</summary>
internal sealed record BatchNorm(double Epsilon, double Momentum) : Operation
{
    public override string Text => "BatchNorm";

    public override string ValueName => "Norm";

    public override bool IsNormalization => true;

    public override bool BackwardReadsInput => true;

    public override IEnumerable<ArgumentProblem> CheckArguments()
    {
        if (!ArgumentProblem.IsPositiveSingle(Epsilon))
            yield return new("Epsilon", Epsilon, "ε must be a positive float32", "");
        if (!(Momentum is > 0 and <= 1))
            yield return new("Momentum", Momentum, "the momentum must be above 0 and at most 1", "");
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

    /// <summary>It needs two values of a channel.</summary>
    public override int MinimumBatch(Shape shape) => shape.Elements == shape.Channels ? 2 : 1;

    public override string Torch(TorchOperands operands) =>
        $"{operands.Property}.BatchNorm!.Apply({operands.X}, pass, "
        + $"momentum: {Literals.Double(Momentum)}, epsilon: {Literals.Double(Epsilon)})";

    public static BatchNorm Read(AttributeValues values) => new(values.Named("Epsilon", 1e-4), values.Named("Momentum", 0.1));
}
