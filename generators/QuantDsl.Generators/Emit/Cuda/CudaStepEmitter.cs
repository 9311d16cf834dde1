using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>
/// The whole step on a CUDA device: forward and backward pass and the update as the nodes of one graph; see <c>WHOLE-STEP.md</c>.
/// </summary>
internal static class CudaStepEmitter
{
    /// <summary>The name of the weights of classes, where the loss has some.</summary>
    public const string ClassWeights = "classWeights";

    private const string PackingKernel =
        "// Weights as tensor cores read them, when they have come from the host; else the update writes them.\n"
        + "extern \"C\" __global__ void __launch_bounds__(Threads) packQuantized(Memory memory)\n{\n    pack<Model>(memory);\n}";

    /// <summary>The file.</summary>
    public static SourceFile Emit(ModelPlan plan)
    {
        var packed = new PackedMemory();
        var step = DevicePass.Train(plan, packed);
        var prediction = DevicePass.Predict(plan, packed);
        var evaluation = DeviceEvaluation.Of(plan);
        return GeneratedFile.Write(plan.Type, "CudaStep", "", "", writer => Members(writer, plan, packed, step, prediction, evaluation));
    }

    /// <summary>Labels of a sample.</summary>
    public static int LabelsOf(ModelPlan plan) => (plan.OutputLength ?? 1) * (plan.Loss.TakesNumbers ? plan.Graph.Output.Channels : 1);

    private static void Members(
        SourceWriter writer, ModelPlan plan, PackedMemory packed, DevicePass step, DevicePass prediction, DeviceEvaluation evaluation)
    {
        writer.Lines("""
            /// <summary>
            /// The whole step, a prediction and an evaluation on a CUDA device. A node is a launch, whose blocks share the units of a loop of the
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
                Labels = {{LabelsOf(plan)}},
                ParameterFloats = {{plan.ParameterFloats}},
                Scales = {{plan.ScaleFloats}},
                Statistics = {{plan.StatisticsFloats}},
                ArenaFloats = {{Math.Max(Math.Max(step.ArenaFloats, prediction.ArenaFloats), evaluation.ArenaFloats)}},
                WholeFloats = {{Math.Max(step.WholeFloats, prediction.WholeFloats)}},
                LocalFloats = {{Math.Max(step.LocalFloats, prediction.LocalFloats)}},
            """);
        Packed(writer, packed);
        writer.Lines("    Step =\n    [");
        Nodes(writer, step.Nodes);
        writer.Lines("    ],\n    Prediction =\n    [");
        Nodes(writer, prediction.Nodes);
        writer.Lines("    ],\n    Evaluation =\n    [");
        Nodes(writer, evaluation.Nodes);
        writer.Lines("    ],\n};").Blank();
        writer.Lines("/// <summary>The kernels of these nodes, in CUDA C++.</summary>");
        writer.Lines("private static ReadOnlySpan<byte> CudaStepSource =>\n    \"\"\"");
        IEnumerable<DeviceNode> nodes = step.Nodes.Concat(prediction.Nodes).Append(evaluation.Taking).Concat(evaluation.Nodes);
        string source = string.Join(
            "\n\n", Constants(plan).Concat(nodes.Select(Kernel)).Concat(packed.OfUpdate.Any() ? [PackingKernel] : []));
        foreach (string line in source.Split('\n'))
            writer.Lines(line.Length == 0 ? "" : $"    {line}");
        writer.Lines("    \"\"\"u8;");
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

    /// <summary>What kernels are compiled for besides sizes: the constants of activations, and the weights of classes.</summary>
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

    private static void Nodes(SourceWriter writer, IReadOnlyList<DeviceNode> nodes)
    {
        foreach (DeviceNode node in nodes)
        {
            string after = node.After.Count == 0 ? "" : $", after: [{string.Join(", ", node.After)}]";
            writer.Lines($"        new(\"{node.Name}\", blocks: {node.Blocks}{after}), // {node.Words}");
        }
    }

    private static string Kernel(DeviceNode node)
    {
        string body = string.Join("\n", node.Body.Split('\n').Select(line => $"    {line}"));
        return $"// {node.Words}.\nextern \"C\" __global__ void __launch_bounds__(Threads) {node.Name}(Network n)\n{{\n{body}\n}}";
    }
}
