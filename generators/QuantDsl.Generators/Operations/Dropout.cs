namespace QuantDsl.Generators.Operations;

/// <summary><c>[Dropout]</c>: zeros at random while training; nothing in a prediction.</summary>
/// <param name="Probability">Of a zero.</param>
internal sealed record Dropout(double Probability) : Operation
{
    public override string Text => FormattableString.Invariant($"Dropout({Probability})");

    public override string ValueName => "Dropout";

    /// <summary>In a prediction it is its operand.</summary>
    public override OutputMemory Memory => OutputMemory.Operand;

    public override IEnumerable<ArgumentProblem> CheckArguments()
    {
        if (!(Probability is >= 0 and < 1))
            yield return new("probability", Probability, "the probability must be at least 0 and below 1");
    }

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands) => operands[0].Shape;

    public override string? MaskField(string layer) => $"_mask{layer}";

    public override string Torch(TorchOperands operands) =>
        $"{MaskField(operands.Layer)}.Apply({operands.X}, {Literals.Double(Probability)}, pass, _store.Generator)";

    public static Dropout Read(AttributeValues values) => new(values.Argument(0, -1.0));
}
