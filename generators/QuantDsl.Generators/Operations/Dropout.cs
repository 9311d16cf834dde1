using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary><c>[Dropout]</c>: zeros at random while training; nothing in a prediction.</summary>
/// <param name="Probability">Of a zero.</param>
internal sealed record Dropout(double Probability) : Operation
{
    public override string Text => FormattableString.Invariant($"Dropout({Probability})");

    public override string ValueName => "Dropout";

    public override bool KeepsScale => true;

    /// <summary>In a prediction it is its operand.</summary>
    public override OutputMemory Memory => OutputMemory.Operand;

    public override IEnumerable<ArgumentProblem> CheckArguments()
    {
        if (!ArgumentProblem.IsSingleBelow1(Probability) || Probability < 0)
            yield return new("probability", Probability, "the probability must be at least 0 and below 1 as a float32");
    }

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands) => operands[0].Shape;

    public override void Lower(NodeKernels k)
    {
        if (k.IsTraining)
            Run(k, "dropout", k.X, k.Y);
        else
            k.SetOutput(k.X);
    }

    /// <summary>The same elements become 0.</summary>
    public override void Differentiate(NodeKernels k) => Run(k, "∂x of dropout", k.OutputGradient, k.InputGradient());

    private void Run(NodeKernels k, string words, Value from, Value to) =>
        k.Call(
            words, "Dropout.Run<TLanes>", Space.Samples,
            new Argument.Read(from),
            new Argument.Text($"w.Dropout(layer: {Invariant.Of(k.Number)}, {Literals.Double(Probability)})"),
            new Argument.Write(to),
            Argument.Range);

    public override string Onnx(OnnxOperands operands) => operands.X;

    public static Dropout Read(AttributeValues values) => new(values.Argument(0, -1.0));
}
