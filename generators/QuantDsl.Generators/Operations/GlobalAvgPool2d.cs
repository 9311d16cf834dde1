using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary><c>[GlobalAvgPool2d]</c>: the mean of each channel.</summary>
internal sealed record GlobalAvgPool2d : Operation
{
    public override string Text => "GlobalAvgPool2d";

    public override string ValueName => "Pool";

    public override bool KeepsScale => true;

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands)
    {
        Shape input = operands[0].Shape;
        return input.IsImage ? Shape.Of(input.Channels) : Window.NeedsImage(this, input);
    }

    public override void Lower(NodeKernels k) =>
        k.Call(
            "global average pooling", "GlobalAveragePooling.Forward<TLanes>", Space.Samples,
            new Argument.Read(k.X), new Argument.Write(k.Y), Argument.Range);

    public override void Differentiate(NodeKernels k) =>
        k.Call(
            "∂x of global average pooling", "GlobalAveragePooling.Backward<TLanes>", Space.Samples,
            new Argument.Read(k.OutputGradient), new Argument.Write(k.InputGradient()), Argument.Range);

    public override string Onnx(OnnxOperands operands) => $"graph.GlobalAveragePooling({operands.X})";

    public static GlobalAvgPool2d Read(AttributeValues values) => new();
}
