using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Lowering;
using QuantDsl.Generators.Placing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cpu;

/// <summary>Writes what a loop does to a unit: the places of its values, then its kernels.</summary>
internal sealed class LoopBody(SourceWriter writer, ModelPlan plan, LayerObjects objects, Placement places, string unit)
{
    public void Write(Loop loop, int number)
    {
        IEnumerable<Value> values = loop.Kernels
            .SelectMany(kernel => kernel.Arguments)
            .Select(argument => argument switch
            {
                Argument.Read read => read.Value,
                Argument.Write write => write.Value,
                _ => null,
            })
            .OfType<Value>().Distinct();
        foreach (Value value in values)
            writer.Lines(Declaration(value, number));
        writer.Blank();
        foreach (Kernel kernel in loop.Kernels)
        {
            writer.Call(objects.Function(kernel), [.. kernel.Arguments.Select(argument => Text(argument, kernel, number))]);
        }
    }

    private string Declaration(Value value, int loop)
    {
        Place? shared = places.InArena(value);
        string at = shared is null ? $"thread, {places.Local(loop, value).Offset}" : Invariant.Of(shared.Offset);
        string border = value.Border == 0 ? "" : $", border: {value.Border}";
        return value.Layout switch
        {
            ImageLayout image => $"ImageBatch {value.Name} = w.{(shared is null ? "Image" : "Images")}"
                + $"({at}, height: {image.Height}, width: {image.Width}, channels: {image.Channels}{border});",
            FeatureLayout features => $"ImageBatch {value.Name} = w.Features({at}, {features.Features}"
                + (shared is null ? ");" : $", stride: {features.Stride});"),
            SequenceLayout sequence => $"ImageBatch {value.Name} = w.{(shared is null ? "Sequence" : "Sequences")}"
                + $"({at}, length: {sequence.Length}, {sequence.Features}" + (shared is null ? "" : $", stride: {sequence.Stride}")
                + $"{border});",
            ByteLayout => $"ByteAddress {value.Name} = w.Bytes({at});",
            SampleRows => $"FloatAddress {value.Name} = w.OfSamples({at});",
            _ => $"FloatAddress {value.Name} = w.At({at});",
        };
    }

    private string Text(Argument argument, Kernel kernel, int loop) => argument switch
    {
        Argument.Read read => read.Value.Name,
        Argument.Write write => write.Value.Name,
        Argument.UnitOf => unit,
        Argument.UnitAsRange => $"UnitRange.One({unit})",
        Argument.Scratch => $"w.Of(thread, {places.Scratch(loop, kernel)})",
        Argument.ParameterGradient gradient => Gradient(Parameter(kernel.Layer, gradient.Parameter)),
        Argument.Text text => text.Code,
        _ => throw new InvalidOperationException($"No text for {argument}."),
    };

    private static string Gradient(ParameterPlan parameter) =>
        parameter.Offset == 0 ? "w.Gradients" : $"w.Gradients + {parameter.Offset}";

    private ParameterPlan Parameter(string layer, string name) =>
        plan.Layers.First(candidate => candidate.Name == layer).Find(name)
        ?? throw new InvalidOperationException($"{layer} has no parameter {name}.");
}
