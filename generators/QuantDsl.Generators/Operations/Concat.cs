using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary><c>[Concat]</c>: the channels of the value, then those of the value of an earlier layer.</summary>
/// <param name="Other">Name of the layer.</param>
internal sealed record Concat(string Other) : Operation
{
    public override string Text => $"Concat({Other})";

    public override string ValueName => "Concat";

    public override string? OtherLayer => Other;

    public override Operation Joining(string other) => this with { Other = other };

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands)
    {
        (Shape mine, Shape theirs) = (operands[0].Shape, operands[1].Shape);
        bool fit = mine.Dimensions.Count == theirs.Dimensions.Count
            && (mine.IsImage ? mine.Height == theirs.Height && mine.Width == theirs.Width : mine.Length == theirs.Length);
        if (!fit)
            return JoinedShapes.CannotConcatenate(Other, mine, theirs);
        long channels = (long)mine.Channels + theirs.Channels;
        double elements = (double)mine.Elements + theirs.Elements;
        if (elements > Shape.MaximumElements)
        {
            string sizes = mine.IsImage ? $"{channels}×{mine.Height}×{mine.Width}"
                : mine.IsSequence ? $"{mine.Length}×{channels}"
                : $"{channels}";
            return new Inference(null, [Inference.TooLarge("an output", elements, sizes)]);
        }
        return mine.IsImage ? Shape.Of((int)channels, mine.Height, mine.Width) : mine.With((int)channels);
    }

    public override void Lower(NodeKernels k) =>
        k.Call(
            "concatenation", "Concatenation.Forward", Space.Samples,
            new Argument.Read(k.X), new Argument.Read(k.Inputs[1]), new Argument.Write(k.Y), Argument.Range);

    /// <summary>Each gets the gradient of its own channels.</summary>
    public override void Differentiate(NodeKernels k)
    {
        int first = 0;
        for (int input = 0; input < k.Inputs.Count; input++)
        {
            k.Call(
                "∂x of concatenation", "Concatenation.Backward", Space.Samples,
                new Argument.Read(k.OutputGradient), new Argument.Text($"first: {Invariant.Of(first)}"),
                new Argument.Write(k.InputGradient(input)), Argument.Range);
            first += k.InputShapes[input].Channels;
        }
    }

    public override string Onnx(OnnxOperands operands) => $"graph.Concatenate({operands.X}, {operands.Y})";

    public static Concat Read(AttributeValues values) => new(values.Argument(0, ""));
}
