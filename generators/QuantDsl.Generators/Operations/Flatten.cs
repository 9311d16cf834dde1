using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary>An image as a vector, channels first. The compiler inserts it.</summary>
internal sealed record Flatten : Operation
{
    public override string Text => "Flatten";

    public override string ValueName => "Flat";

    /// <summary>A view.</summary>
    public override OutputMemory Memory => OutputMemory.Operand;

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands) =>
        Shape.Of((int)Math.Min(operands[0].Shape.Elements, int.MaxValue));

    public override void Lower(NodeKernels k)
    {
        if (k.InputShape.Elements == k.InputShape.Channels)
            k.SetOutput(k.X); // one pixel lies as features do
        else
            k.Call("flatten", "Flattening.Forward", Space.Samples, new Argument.Read(k.X), new Argument.Write(k.Y), Argument.Range);
    }

    public override void Differentiate(NodeKernels k)
    {
        if (k.InputShape.Elements == k.InputShape.Channels)
        {
            k.PassOn(0, k.OutputGradient);
            return;
        }
        k.Call(
            "∂x of flatten", "Flattening.Backward", Space.Samples,
            new Argument.Read(k.OutputGradient), new Argument.Write(k.InputGradient()), Argument.Range);
    }

    public override string Onnx(OnnxOperands operands) => $"graph.Flatten({operands.X})";
}
