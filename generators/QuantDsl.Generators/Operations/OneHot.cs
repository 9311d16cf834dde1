using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary><c>[OneHot]</c>: a vector with a one for each token id.</summary>
internal sealed record OneHot(int Vocabulary) : Operation
{
    public override string Text => $"OneHot({Vocabulary})";

    public override string ValueName => "OneHot";

    public override bool ReadsTokenIds => true;

    public override IEnumerable<ArgumentProblem> CheckArguments() => Embedding.CheckVocabulary(Vocabulary);

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands)
    {
        if (operands[0].Source is not Input { Vocabulary: { } known } || known != Vocabulary)
            return Inference.Unknown;
        var shape = Shape.Of(operands[0].Shape.Channels, Vocabulary);
        return shape.Elements > Shape.MaximumElements
            ? new Inference(shape, [Inference.TooLarge("an input", shape.Elements, shape.ToString())])
            : shape;
    }

    public override void Lower(NodeKernels k) =>
        k.Call("one-hot vectors", "TokenVectors.OneHot", Space.Samples, Argument.Workspace, new Argument.Write(k.Y), Argument.Unit);

    public override void Differentiate(NodeKernels k)
    {
        // Nothing before it is trained.
    }

    public override string Onnx(OnnxOperands operands) => $"graph.OneHot({operands.X}, vocabulary: {Vocabulary})";

    public static OneHot Read(AttributeValues values) => new(values.Argument(0, 0));
}
