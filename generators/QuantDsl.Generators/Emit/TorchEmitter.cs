using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>The network on libtorch, for models on CUDA.</summary>
internal sealed class TorchEmitter
{
    private readonly ModelPlan _plan;
    private readonly ValueNames _values;
    private readonly SortedDictionary<(int Height, int Width), string> _sizes = [];

    private TorchEmitter(ModelPlan plan)
    {
        _plan = plan;
        _values = new ValueNames(plan);
    }

    public static SourceFile Emit(ModelPlan plan) =>
        GeneratedFile.Write(plan.Type, "Torch", "", "", new TorchEmitter(plan).Members);

    private void Members(SourceWriter writer)
    {
        writer.Lines($$"""
            /// <summary>Forward and backward pass on a minibatch: loss and gradients with respect to the quantized weights.</summary>
            private Gradients Differentiate(Tensor input, Tensor labels, TrainingPhase phase, ForwardPass pass, out StepLoss loss)
            {
                using IDisposable recording = enable_grad();
                loss = default;
                try
                {
                    using Tensor logits = Forward(input, pass);
                    using Tensor cost = {{_plan.Loss.Torch()}};
                    loss = StepLoss.Of(cost, _store.Engine);
                    if (loss.IsKnown && !float.IsFinite(loss.Value))
                        throw Diagnose(input, phase);
                    return TorchTape.Differentiate(cost, phase, pass);
                }
                catch
                {
                    loss.Dispose();
                    throw;
                }
                finally
                {
                    TorchTape.Clear();
                }
            }

            /// <summary>Repeats the forward pass of a loss that is NaN or infinite, to find the first layer with such an output.</summary>
            private TrainingDivergedException Diagnose(Tensor input, TrainingPhase phase)
            {
                Diagnosis diagnosis = new(input, _store);
                using Tensor logits = Forward(input, ForwardPass.Trial, diagnosis);
                diagnosis.See("{{_plan.Layers[_plan.Layers.Count - 1].Name}}", logits);
                return Divergence.OfLoss(diagnosis, _store.StepCount + 1, phase, LearningRate);
            }

            """);
        Forward(writer);
        Sizes(writer);
    }

    private void Forward(SourceWriter writer)
    {
        writer.Lines("""
            /// <summary>
            /// The network on a minibatch. Each value is released after its last use. A diagnosis, if given, sees the output of each layer.
            /// </summary>
            """);
        using (writer.Block("private Tensor Forward(Tensor input, ForwardPass pass, Diagnosis? diagnosis = null)"))
        {
            if (_plan.Masks.Any())
                writer.Lines("if (pass == ForwardPass.Train)").Lines("    _store.SeedDropout();").Blank();
            _values[0] = Expression(_plan.Graph.Nodes[0]);
            string layer = "";
            for (int index = 1; index < _plan.Graph.Nodes.Count; index++)
            {
                Node node = _plan.Graph.Nodes[index];
                if (node.Layer != layer)
                {
                    if (index > 1)
                        writer.Lines($"diagnosis?.See(\"{layer}\", {_values[index - 1]});").Blank();
                    layer = node.Layer;
                    writer.Lines($"// {layer}: {_plan.Layer(node).Words(_plan.Graph, node)}");
                }
                Statement(writer, index, node);
                Release(writer, index, node);
            }
        }
    }

    /// <summary>Releases the values that no later node reads. One that a ReLU overwrites goes by the same name afterwards.</summary>
    private void Release(SourceWriter writer, int index, Node node)
    {
        if (index == _plan.Graph.Nodes.Count - 1)
            return; // the method returns here
        foreach (string name in node.Inputs.Where(input => input > 0).Select(input => _values[input]).Distinct())
        {
            bool isRead = name == _values[index]
                || _plan.Graph.Nodes.Skip(index + 1).Any(later => later.Inputs.Any(input => input <= index && _values[input] == name));
            if (!isRead)
                writer.Lines($"{name}.Dispose();");
        }
    }

    private void Statement(SourceWriter writer, int index, Node node)
    {
        bool isLast = index == _plan.Graph.Nodes.Count - 1;
        if (node.Operation.IsInPlace)
        {
            _values[index] = _values[node.Inputs[0]];
            writer.Lines($"{(isLast ? "return " : "")}{Expression(node)};");
            return;
        }
        _values.Declare(index);
        writer.Lines(isLast
            ? $"return {Expression(node)};"
            : $"{(IsReturned(index) ? "" : "using ")}Tensor {_values[index]} = {Expression(node)};");
    }

    /// <summary>Whether the value leaves the method because the last operation overwrites it.</summary>
    private bool IsReturned(int index) =>
        _plan.Graph.Nodes[_plan.Graph.Nodes.Count - 1] is { Operation.IsInPlace: true } last && last.Inputs[0] == index;

    private string Expression(Node node) => node.Operation.Torch(Operands(node, _values.Of(node.Inputs)));

    private TorchOperands Operands(Node node, IReadOnlyList<string> inputs) =>
        new(inputs, node.Layer, node.Inputs.Count == 0 ? 0 : _plan.Layer(node).Weight.Index, Size);

    private string Size(int height, int width)
    {
        string name = height == width ? $"Size{height}" : $"Size{height}x{width}";
        _sizes[(height, width)] = name;
        return name;
    }

    private void Sizes(SourceWriter writer)
    {
        foreach (KeyValuePair<(int Height, int Width), string> size in _sizes)
            writer.Blank().Lines($"private static readonly long[] {size.Value} = [{size.Key.Height}, {size.Key.Width}];");
    }
}
