using System.Globalization;
using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>The network: forward, prediction, accuracy, and the backward pass to the gradients at the quantized weights.</summary>
internal sealed class NetworkEmitter
{
    private const string Usings = """
        using System;
        using QuantDsl;
        using QuantDsl.CompilerServices;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;
        """;

    private readonly ModelPlan _plan;
    private readonly string[] _values;
    private readonly SortedDictionary<int, string> _sizes = [];

    private NetworkEmitter(ModelPlan plan)
    {
        _plan = plan;
        _values = new string[plan.Graph.Nodes.Count];
    }

    public static SourceFile Emit(ModelPlan plan) => GeneratedFile.Write(plan.Type, "Network", Usings, "", "", new NetworkEmitter(plan).Members);

    /// <summary>Fields that keep the dropout masks of a step, in graph order.</summary>
    public static IEnumerable<string> DropoutMasks(ModelPlan plan) => plan.Graph.Nodes.OfType<DropoutNode>().Select(Mask).Distinct();

    private static string Mask(DropoutNode node) => $"_mask{node.Stage}";

    private void Members(SourceWriter writer)
    {
        string loss = _plan.Declaration.Losses[0].Kind.ToString();
        int batch = _plan.EvaluationBatch;
        string labels = _plan.OutputLength is { } length ? $"(data.Count * {length})" : "data.Count";
        string positions = _plan.OutputLength is null ? "" : ", over all positions";
        writer.Lines($$"""
            /// <summary>Logits [N, {{string.Join(", ", _plan.Graph.Output.Dimensions)}}] with quantized weights and running statistics; records no gradient.</summary>
            /// <param name="input">{{_plan.InputWords}}.</param>
            public Tensor Predict(Tensor input)
            {
                StepInput.Check(Info, _store, input);
                using IDisposable inference = no_grad();
                return Forward(input, ForwardPass.Predict);
            }

            /// <summary>Accuracy on a data set, in [0, 1]{{positions}}.</summary>
            public double Evaluate(Dataset data) => Assess(data).Accuracy;

            /// <summary>Accuracy and mean loss on a data set{{positions}}.</summary>
            public Evaluation Assess(Dataset data)
            {
                StepInput.Check(Info, _store, data);
                long correct = 0;
                double loss = 0;
                for (long start = 0; start < data.Count; start += {{batch}})
                {
                    long size = Math.Min({{batch}}, data.Count - start);
                    data.Slice(start, size, out Tensor input, out Tensor labels, _store.Device);
                    using (input)
                    using (labels)
                    using (Tensor logits = Predict(input))
                    using (Tensor cost = Losses.{{loss}}(logits, labels))
                    {
                        correct += Accuracy.Correct(logits, labels);
                        loss += size * cost.item<float>();
                    }
                }
                return new Evaluation((double)correct / {{labels}}, loss / data.Count);
            }

            /// <summary>Forward and backward on a minibatch: the loss, and the gradients at the quantized weights.</summary>
            private Gradients Differentiate(Tensor input, Tensor labels, TrainingStage stage, ForwardPass pass, out StepLoss loss)
            {
                using IDisposable recording = enable_grad();
                loss = default;
                try
                {
                    using Tensor logits = Forward(input, pass);
                    using Tensor cost = Losses.{{loss}}(logits, labels);
                    loss = StepLoss.Of(cost, _engine);
                    if (loss.IsKnown && !float.IsFinite(loss.Value))
                        throw Diagnose(input, stage);
                    return _tape.Differentiate(cost, stage, pass);
                }
                catch
                {
                    loss.Dispose();
                    throw;
                }
                finally
                {
                    _tape.Clear();
                }
            }

            /// <summary>Runs a pass again whose loss was not finite, to name the first layer that is to blame.</summary>
            private TrainingDivergedException Diagnose(Tensor input, TrainingStage stage)
            {
                var diagnosis = new Diagnosis(input, _store);
                using Tensor logits = Forward(input, ForwardPass.Trial, diagnosis);
                diagnosis.See("{{_plan.Layers[_plan.Layers.Count - 1].Stage.Name}}", logits);
                return Divergence.OfLoss(diagnosis, _store.StepCount + 1, stage, LearningRate);
            }

            """);
        Forward(writer);
        Sizes(writer);
    }

    private void Forward(SourceWriter writer)
    {
        writer.Lines("""
            /// <summary>
            /// The network on a minibatch. Each value is released behind its last reader. A diagnosis is shown each stage's output.
            /// </summary>
            """);
        using (writer.Block("private Tensor Forward(Tensor input, ForwardPass pass, Diagnosis? diagnosis = null)"))
        {
            if (DropoutMasks(_plan).Any())
                writer.Lines("if (pass == ForwardPass.Train)").Lines("    _store.SeedDropout();").Blank();
            _values[0] = "input";
            string stage = "";
            for (int index = 1; index < _plan.Graph.Nodes.Count; index++)
            {
                Node node = _plan.Graph.Nodes[index];
                if (node.Stage != stage)
                {
                    if (index > 1)
                        writer.Lines($"diagnosis?.See(\"{stage}\", {_values[index - 1]});").Blank();
                    stage = node.Stage;
                    writer.Lines(Comment(node));
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

    private string Comment(Node first)
    {
        LayerPlan layer = _plan.Layers.First(layer => layer.Stage.Name == first.Stage);
        Node input = _plan.Graph.Nodes[first.Inputs[0]];
        return $"// {first.Stage}: {(input is InputNode ids ? ids.Text : input.Shape.ToString())} → {layer.Output}, {layer.QuantizerWords}";
    }

    private void Statement(SourceWriter writer, int index, Node node)
    {
        bool isLast = index == _plan.Graph.Nodes.Count - 1;
        if (node is ReluNode { InPlace: true } relu)
        {
            _values[index] = _values[relu.Input];
            writer.Lines(isLast ? $"return {_values[index]}.relu_();" : $"{_values[index]}.relu_();");
            return;
        }
        if (node is Conv2dNode { ChannelsLast: true })
        {
            string last = NewName($"{Literals.Camel(node.Stage)}ChannelsLast");
            writer.Lines($"using Tensor {last} = Layouts.ChannelsLast({_values[node.Inputs[0]]});");
            _values[index] = NewName(Literals.Camel(node.Stage) + Suffix(node));
            writer.Lines($"using Tensor {_values[index]} = {Expression(node, last)};").Lines($"{last}.Dispose();");
            return;
        }
        if (node is PoolNode { FromChannelsLast: true })
        {
            string last = NewName($"{Literals.Camel(node.Stage)}PoolChannelsLast");
            writer.Lines($"using Tensor {last} = {Expression(node, _values[node.Inputs[0]])};");
            _values[index] = NewName(Literals.Camel(node.Stage) + Suffix(node));
            writer.Lines($"{(IsReturned(index) ? "" : "using ")}Tensor {_values[index]} = {last}.contiguous();").Lines($"{last}.Dispose();");
            return;
        }
        _values[index] = NewName(Literals.Camel(node.Stage) + Suffix(node));
        if (isLast)
            writer.Lines($"return {Expression(node, _values[node.Inputs[0]])};");
        else
            writer.Lines($"{(IsReturned(index) ? "" : "using ")}Tensor {_values[index]} = {Expression(node, _values[node.Inputs[0]])};");
    }

    /// <summary>A name that no value and no layer has yet.</summary>
    private string NewName(string wanted)
    {
        string name = wanted;
        for (int number = 2; _values.Contains(name) || _plan.Layers.Any(layer => layer.Stage.Name == name); number++)
            name = wanted + number.ToString(CultureInfo.InvariantCulture);
        return name;
    }

    /// <summary>Whether the value leaves the method because a last ReLU overwrites it.</summary>
    private bool IsReturned(int index) =>
        _plan.Graph.Nodes[_plan.Graph.Nodes.Count - 1] is ReluNode { InPlace: true } last && last.Input == index;

    private static string Suffix(Node node) => node switch
    {
        LinearNode => "Linear",
        Conv2dNode => "Conv",
        LstmNode => "States",
        EmbeddingNode => "Rows",
        OneHotNode => "OneHot",
        FlattenNode => "Flat",
        BatchNormNode => "Norm",
        ReluNode => "Relu",
        PoolNode or GlobalAvgPoolNode => "Pool",
        DropoutNode => "Dropout",
        _ => "Sum",
    };

    private string Expression(Node node, string x)
    {
        switch (node)
        {
            case LinearNode linear:
                return $"_tape.Linear({x}, weight: {Weight(linear)}, bias: {(linear.HasBias ? $"{Literals.Identifier(linear.Stage)}.Bias" : "null")}, pass)";
            case LstmNode lstm:
                return $"_tape.Lstm({x}, weight: {Weight(lstm)}, recurrentWeight: {Weight(lstm) + 1}, bias: {Literals.Identifier(lstm.Stage)}.Bias!, pass, "
                    + $"returnSequence: {Literals.Flag(lstm.ReturnSequence)})";
            case EmbeddingNode embedding:
                return $"_tape.Embedding({x}, weight: {Weight(embedding)}, pass)";
            case OneHotNode:
                return $"TokenIds.OneHot({x}, vocabulary: {node.Shape.Channels})";
            case Conv2dNode conv:
                return $"functional.conv2d({x}, {Leaf(conv)}{Bias(conv, "bias: ")}, strides: {Size(conv.Stride)}, padding: {Size(conv.Padding)})";
            case FlattenNode:
                return $"{x}.flatten(1)";
            case BatchNormNode norm:
                return $"{Literals.Identifier(norm.Stage)}.BatchNorm!.Apply({x}, pass, momentum: {Literals.Double(norm.Momentum)}, epsilon: {Literals.Double(norm.Epsilon)})";
            case ReluNode:
                return $"{x}.relu()";
            case PoolNode pool:
                return $"functional.{(pool.IsMaximum ? "max" : "avg")}_pool2d({x}, {Size(pool.Kernel)}, {Size(pool.Stride)}, {Size(pool.Padding)})";
            case GlobalAvgPoolNode:
                return $"{x}.mean([2, 3])";
            case DropoutNode dropout:
                return $"{Mask(dropout)}.Apply({x}, {Literals.Double(dropout.Probability)}, pass, _store.Generator)";
            default:
                return $"{x} + {_values[node.Inputs[1]]}";
        }
    }

    private int Weight(WeightedNode node) => _plan.Layers.First(layer => layer.Stage.Name == node.Stage).Weight.Index;

    private static string Leaf(WeightedNode node) => $"{Literals.Identifier(node.Stage)}.Weight.Leaf";

    private static string Bias(WeightedNode node, string name) =>
        node.HasBias ? $", {name}{Literals.Identifier(node.Stage)}.Bias!.Leaf" : "";

    private string Size(int size)
    {
        string name = $"Size{size}";
        _sizes[size] = name;
        return name;
    }

    private void Sizes(SourceWriter writer)
    {
        foreach (KeyValuePair<int, string> size in _sizes)
            writer.Blank().Lines($"private static readonly long[] {size.Value} = [{size.Key}, {size.Key}];");
    }
}
