using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>
/// The whole step on a CUDA device: forward and backward pass and the update as the nodes of one graph. For networks all of whose kernels
/// have a rule; see <c>WHOLE-STEP.md</c>.
/// </summary>
internal static class CudaStepEmitter
{
    /// <summary>The name of the weights of classes, where the loss has some.</summary>
    public const string ClassWeights = "classWeights";

    private const string PackingKernel =
        "// Weights as tensor cores read them, when they have come from the host; else the update writes them.\n"
        + "extern \"C\" __global__ void __launch_bounds__(Threads) packQuantized(Memory memory)\n{\n    pack<Model>(memory);\n}";

    /// <summary>
    /// The file; null where the device lacks a kernel.
    /// </summary>
    public static SourceFile? Emit(ModelPlan plan)
    {
        var packed = new PackedMemory();
        if (DevicePass.Train(plan, packed) is not { } step || DevicePass.Predict(plan, packed) is not { } prediction)
            return null;
        return GeneratedFile.Write(plan.Type, "CudaStep", "", "", writer => Members(writer, plan, packed, step, prediction));
    }

    /// <summary>Forward and backward pass; null where there is no program of a step.</summary>
    public static DevicePass? PassOf(ModelPlan plan) => DevicePass.Train(plan, new PackedMemory());

    private static void Members(SourceWriter writer, ModelPlan plan, PackedMemory packed, DevicePass step, DevicePass prediction)
    {
        writer.Lines("""
            /// <summary>
            /// The whole step on a CUDA device, and a prediction there. A node is a launch, whose blocks share the units of a loop of the
            /// lowered program, or those of several loops that wait for the same. Nodes between which there is no path may run at the same
            /// time. The update's nodes follow.
            /// </summary>
            """);
        writer.Lines($$"""
            private static CudaNetwork CudaStep => new(CudaCode, CudaStepSource)
            {
                Batch = {{plan.Declaration.Batch}},
                Inputs = {{plan.Graph.Input.Shape.Elements}},
                Outputs = {{plan.Graph.Output.Elements}},
                Labels = {{(plan.OutputLength ?? 1) * (plan.Loss.TakesNumbers ? plan.Graph.Output.Channels : 1)}},
                ParameterFloats = {{plan.ParameterFloats}},
                Scales = {{plan.ScaleFloats}},
                Statistics = {{plan.StatisticsFloats}},
                ArenaFloats = {{Math.Max(step.ArenaFloats, prediction.ArenaFloats)}},
                WholeFloats = {{Math.Max(step.WholeFloats, prediction.WholeFloats)}},
                LocalFloats = {{Math.Max(step.LocalFloats, prediction.LocalFloats)}},
            """);
        Packed(writer, packed);
        writer.Lines("    Step =\n    [");
        Nodes(writer, step);
        writer.Lines("    ],\n    Prediction =\n    [");
        Nodes(writer, prediction);
        writer.Lines("    ],\n};").Blank();
        writer.Lines("/// <summary>The kernels of these nodes, in CUDA C++.</summary>");
        writer.Lines("private const string CudaStepSource =\n    \"\"\"");
        string source = string.Join("\n\n", Constants(plan).Concat(step.Nodes.Concat(prediction.Nodes).Select(Kernel))
            .Concat(packed.OfUpdate.Any() ? [PackingKernel] : []));
        foreach (string line in source.Split('\n'))
            writer.Lines(line.Length == 0 ? "" : $"    {line}");
        writer.Lines("    \"\"\";");
    }

    private static void Packed(SourceWriter writer, PackedMemory packed)
    {
        if (packed.End == 0)
            return;
        writer.Lines($"    PackedWords = {Invariant.Of(packed.End)},");
        if (!packed.OfUpdate.Any())
            return;
        writer.Lines("    Packed =\n    [");
        foreach (IGrouping<ParameterPlan, PackedMemory.Part> parts in packed.OfUpdate)
        {
            string places = string.Join(", ", parts.Select(part => $"{part.Direction} = {Invariant.Of(part.Offset)}"));
            PackedMemory.Part first = parts.First();
            writer.Lines($"        new({parts.Key.Index}, inputs: {first.Inputs}, taps: {first.Taps}) {{ {places} }}, // {parts.Key.Name}");
        }
        writer.Lines("    ],");
    }

    private static IEnumerable<string> Constants(ModelPlan plan)
    {
        foreach (TypeConstant constant in plan.Graph.Nodes.Select(node => node.Operation.Activation?.Constant).OfType<TypeConstant>().Distinct())
            yield return $"struct {constant.Type}\n{{\n    static constexpr float Value = {CudaLiterals.Float(constant.Value)};\n}};";
        if (plan.Loss.Weight is { } weights)
        {
            string values = string.Join(", ", weights.Select(CudaLiterals.Float));
            yield return $"// How much each class counts in the loss.\n__device__ const float {ClassWeights}[] = {{{values}}};";
        }
    }

    private static void Nodes(SourceWriter writer, DevicePass pass)
    {
        foreach (DeviceNode node in pass.Nodes)
        {
            string after = node.After.Count == 0 ? "" : $", after: [{string.Join(", ", node.After)}]";
            writer.Lines($"        new(\"{node.Name}\", blocks: {node.Blocks}{after}), // {node.Words}");
        }
    }

    /// <summary>The numbers that activations are compiled for.</summary>
    private static string Kernel(DeviceNode node)
    {
        string body = string.Join("\n", node.Body.Split('\n').Select(line => $"    {line}"));
        return $"// {node.Words}.\nextern \"C\" __global__ void __launch_bounds__(Threads) {node.Name}(Network n)\n{{\n{body}\n}}";
    }
}
