using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>The network as an ONNX graph.</summary>
internal static class OnnxEmitter
{
    public static SourceFile Emit(ModelPlan plan) =>
        GeneratedFile.Write(plan.Type, "Onnx", "", "", writer => Members(writer, plan));

    private static void Members(SourceWriter writer, ModelPlan plan)
    {
        string sample = string.Join(", ", plan.Graph.Input.Shape.Dimensions);
        string input = plan.Vocabulary is { } vocabulary
            ? $"<c>input</c>, int64 [N, {sample}], token ids below {vocabulary}"
            : $"<c>input</c>, float32 [N, {sample}], as <c>Predict</c> takes it";
        writer.Lines($$"""
            /// <summary>Writes the network with its quantized weights to an ONNX file, which is replaced atomically.</summary>
            /// <remarks>
            /// Its input is {{input}};
            /// its output is <c>logits</c>, float32 [N, {{string.Join(", ", plan.Graph.Output.Dimensions)}}].
            /// </remarks>
            /// <param name="path">The file.</param>
            /// <param name="options">The version of ONNX's operations, and how weights are stored.</param>
            /// <exception cref="ModelFileException">The file cannot be written.</exception>
            /// <exception cref="global::System.NotSupportedException">No layer can have weights as the options say.</exception>
            public void ExportOnnx(string path, OnnxOptions options) =>
                OnnxFile.Write(path, options, Info, _store, PackedTensors, WriteOnnx);

            /// <summary>Adds the operations of a prediction to a graph.</summary>
            """);
        using (writer.Block("private void WriteOnnx(OnnxGraph graph)"))
            Operations(writer, plan);
    }

    private static void Operations(SourceWriter writer, ModelPlan plan)
    {
        var values = new ValueNames(plan);
        string layer = "";
        for (int index = 0; index < plan.Graph.Nodes.Count; index++)
        {
            Node node = plan.Graph.Nodes[index];
            if (node.Layer != layer)
            {
                layer = node.Layer;
                writer.Blank().Commented($"graph.Layer(\"{layer}\");", plan.Layer(node).Words(plan.Graph, node));
            }
            IReadOnlyList<string> inputs = values.Of(node.Inputs);
            string call = node.Operation.Onnx(Operands(plan, node, inputs));
            if (inputs.Contains(call))
            {
                values[index] = call;
                continue;
            }
            if (index == 0)
                values[index] = "input";
            else
                values.Declare(index);
            writer.Statement($"OnnxValue {values[index]} = {call};");
        }
        string shape = string.Join(", ", plan.Graph.Output.Dimensions);
        writer.Blank().Lines($"graph.Output({values[plan.Graph.Nodes.Count - 1]}, {shape});");
    }

    private static OnnxOperands Operands(ModelPlan plan, Node node, IReadOnlyList<string> inputs) =>
        new(inputs, inputs.Count == 0 ? null : plan.Graph.InputShape(node), node.Layer);
}
