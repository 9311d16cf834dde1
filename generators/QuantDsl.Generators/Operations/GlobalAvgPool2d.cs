namespace QuantDsl.Generators.Operations;

/// <summary><c>[GlobalAvgPool2d]</c>: the mean of each channel.</summary>
internal sealed record GlobalAvgPool2d : Operation
{
    public override string Text => "GlobalAvgPool2d";

    public override string ValueName => "Pool";

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands)
    {
        Shape input = operands[0].Shape;
        return input.IsImage ? Shape.Of(input.Channels) : Window.NeedsImage(this, input);
    }

    public override string Torch(TorchOperands operands) => $"{operands.X}.mean([2, 3])";

    public static GlobalAvgPool2d Read(AttributeValues values) => new();
}
