using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary><c>[Embedding]</c>: a row of weights for each token id.</summary>
internal sealed record Embedding(int Vocabulary, int Features) : WeightedOperation
{
    public override string Text => $"Embedding({Vocabulary}, {Features})";

    public override string ValueName => "Rows";

    public override bool ReadsTokenIds => true;

    /// <summary>Rows are looked up, not added.</summary>
    public override bool IsSum => false;

    /// <summary>The tape differentiates by it.</summary>
    public override bool BackwardReadsOutput => true;

    public override IEnumerable<ArgumentProblem> CheckArguments()
    {
        foreach (ArgumentProblem problem in CheckVocabulary(Vocabulary))
            yield return problem;
        if (Features < 1)
            yield return new("features", Features, "an embedding must have at least 1 feature");
    }

    public static IEnumerable<ArgumentProblem> CheckVocabulary(int vocabulary) =>
        vocabulary < 1 ? [new ArgumentProblem("vocabulary", vocabulary, "a vocabulary must have at least 1 token")] : [];

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands)
    {
        (Operation source, Shape input) = operands[0];
        return source is Input { Vocabulary: { } known } && known == Vocabulary
            ? Inference.Sequence(Shape.Of(input.Channels, Features), input.Channels, Features)
            : Inference.Fails(Ids.TokenInput, $"{Text} {Problem(source, input)}");
    }

    private static string Problem(Operation source, Shape shape) => source is Input
        ? $"reads token ids, so the input shape must be one number, the length, but it is ({string.Join(", ", shape.Dimensions)})"
        : $"reads token ids, which only the input contains, but gets {shape.Words}; make it the first layer of a model without [OneHot]";

    public override EquatableArray<ParameterSpec> Parameters(Shape input) =>
        [ParameterSpec.Weights("weight", [Vocabulary, Features], fanIn: 1, fanOut: Features)];

    public override bool ReadsSigns(Shape input) => false;

    public override long MultiplyAccumulates(Shape input, Shape output) => 0;

    public override void Lower(NodeKernels k) =>
        k.Call("rows of the table", ".Forward", Space.Samples, Argument.Workspace, new Argument.Write(k.Y), Argument.Unit);

    /// <summary>∂W: each row gets the sum of the gradients of its occurrences.</summary>
    public override void Differentiate(NodeKernels k)
    {
        Value ends = k.Keep("Ends", new FixedLayout(Vocabulary));
        Value occurrences = k.Keep("Occurrences", new SampleRows(1, k.Shape.Length));
        k.Call(
            "occurrences of each token", ".FindTokens", Space.Once,
            Argument.Workspace, new Argument.Text($"length: {Invariant.Of(k.Shape.Length)}"), new Argument.Write(ends),
            new Argument.Write(occurrences));
        k.Call(
            "∂W", ".WeightGradient", Space.Of("block", ".WeightGradientUnits"),
            new Argument.Read(k.OutputGradient), new Argument.Read(ends), new Argument.Read(occurrences),
            new Argument.ParameterGradient("weight"), Argument.Samples, Argument.Unit);
    }

    public override string Onnx(OnnxOperands operands) => $"graph.Embedding({operands.X}, {operands.Weight})";

    public static Embedding Read(AttributeValues values) => new(values.Argument(0, 0), values.Argument(1, 0));
}
