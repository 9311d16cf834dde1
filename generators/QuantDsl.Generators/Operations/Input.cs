using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary>The samples that a model is called with.</summary>
/// <param name="Shape">Shape of one.</param>
/// <param name="Vocabulary">How many different token ids there are; null: the input is float32.</param>
internal sealed record Input(Shape Shape, int? Vocabulary = null) : Operation
{
    public override string Text => Vocabulary is null ? Shape.ToString() : $"{Shape} token ids";

    public override string ValueName => "Input";

    public override OutputMemory Memory => OutputMemory.Caller;

    public override Inference Infer(string layer, IReadOnlyList<Operand> operands) => Shape;

    public override void Lower(NodeKernels k)
    {
        if (Vocabulary is not null)
            return; // who reads token ids reads them where the caller has them
        (string words, string function) = Shape.IsImage ? ("samples, channels last", "w.TakeInput")
            : ("samples", Shape.IsSequence ? "w.TakeSequence" : "w.TakeInput");
        k.Call(words, function, Space.Samples, new Argument.Write(k.Y), Argument.Unit);
    }

    public override void Differentiate(NodeKernels k)
    {
        // Nobody asks for the gradient with respect to the samples.
    }

    public override string Onnx(OnnxOperands operands) =>
        Vocabulary is null ? $"graph.Input({string.Join(", ", Shape.Dimensions)})" : $"graph.TokenIds(length: {Shape.Channels})";
}
