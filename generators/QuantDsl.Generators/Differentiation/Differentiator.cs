using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Differentiation;

/// <summary>
/// Turns a network into kernels, forward and, by one walk in reverse, backward. What an operation does to a gradient is stated with the
/// operation; here it is only passed on, and summed where a value has several readers, in the order of the network.
/// </summary>
internal sealed class Differentiator
{
    private readonly NetworkGraph _graph;
    private readonly bool _isTraining;
    private readonly HashSet<string> _names = [];
    private readonly NodeKernels[] _nodes;
    private List<Kernel> _kernels = [];

    private Differentiator(NetworkGraph graph, bool isTraining)
    {
        (_graph, _isTraining) = (graph, isTraining);
        _nodes = new NodeKernels[graph.Nodes.Count];
    }

    /// <summary>A training pass.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="batch">The declared batch.</param>
    /// <param name="loss">The loss.</param>
    public static KernelList Train(NetworkGraph graph, int batch, LossKernel loss)
    {
        var differentiator = new Differentiator(graph, isTraining: true);
        differentiator.Forward();
        Value gradient = differentiator.Loss(loss, batch);
        List<Kernel> forward = differentiator._kernels;
        differentiator._kernels = [];
        differentiator.Backward(gradient);
        return new KernelList(Borders.Add(forward), Borders.Add(DeadKernels.Remove(differentiator._kernels, differentiator.IsFrozen)));
    }

    /// <summary>A prediction.</summary>
    public static KernelList Predict(NetworkGraph graph)
    {
        var differentiator = new Differentiator(graph, isTraining: false);
        differentiator.Forward();
        Value logits = differentiator._nodes[differentiator._nodes.Length - 1].Y;
        differentiator.Add(new Kernel("", "logits", "w.PutLogits", Space.Samples, [new Argument.Read(logits), Argument.Unit]));
        return new KernelList(Borders.Add(differentiator._kernels), []);
    }

    private bool IsFrozen(string layer) => _graph.Of(layer).Any(node => node.Operation.IsFrozen);

    private void Add(Kernel kernel) => _kernels.Add(kernel);

    private void Forward()
    {
        bool[] trains = new bool[_nodes.Length];
        int layers = 0, carried = 0;
        for (int index = 0; index < _nodes.Length; index++)
        {
            Node node = _graph.Nodes[index];
            bool hasParameters = index > 0 && !node.Operation.IsFrozen
                && node.Operation.Parameters(_graph.InputShape(node)).Any(parameter => parameter.Kind != ParameterKind.Statistic);
            trains[index] = hasParameters || node.Inputs.Any(input => trains[input]);
            _nodes[index] = new NodeKernels(Unique, Add)
            {
                Layer = node.Layer,
                Prefix = node.Layer.Length == 0 ? "input" : Literals.Camel(node.Layer) + node.Operation.ValueName,
                Number = index,
                IsTraining = _isTraining,
                Inputs = [.. node.Inputs.Select(input => _nodes[input].Y)],
                InputShapes = [.. node.Inputs.Select(input => _graph.Nodes[input].Shape)],
                Shape = node.Shape,
                Needs = [.. node.Inputs.Select(input => trains[input])],
                Carried = carried,
            };
            carried += node.Operation.Carried;
            node.Operation.Lower(_nodes[index]);
            bool endsLayer = index > 0 && (index == _nodes.Length - 1 || _graph.Nodes[index + 1].Layer != node.Layer);
            if (endsLayer && _isTraining)
                See(layers++, _nodes[index]);
        }
    }

    /// <summary>A look at the output of a layer, in a pass that looks for what is NaN or infinite.</summary>
    private void See(int layer, NodeKernels node) => Add(new Kernel(
        node.Layer, "check", "w.See", Space.Samples, [new Argument.Text(Invariant.Of(layer)), new Argument.Read(node.Y), Argument.Unit])
    {
        IsDiagnostic = true,
    });

    /// <summary>Loss and its gradient with respect to the logits.</summary>
    private Value Loss(LossKernel loss, int batch)
    {
        NodeKernels last = _nodes[_nodes.Length - 1];
        int positions = last.Shape.Length;
        var losses = new Value(Unique("losses"), new SampleRows(1, positions));
        Value gradient = last.New("Gradient", last.Shape);
        Add(new Kernel(
            "", "loss and its gradient", $"MinibatchLoss.{loss.Name}", Space.Samples,
            [
                Argument.Workspace, new Argument.Read(last.Y), new Argument.Write(losses), new Argument.Write(gradient), Argument.Unit,
                .. loss.Settings.Select(setting => new Argument.Text(setting)),
            ]));
        Add(new Kernel(
            "", "mean loss", $"MinibatchLoss.{loss.Mean}", Space.Once,
            [
                Argument.Workspace, new Argument.Read(losses), new Argument.Text($"batch: {Invariant.Of(batch)}"),
                new Argument.Text($"classes: {Invariant.Of(last.Shape.Channels)}"),
                .. positions == 1 ? (IEnumerable<Argument>)[] : [new Argument.Text($"positions: {Invariant.Of(positions)}")],
            ]));
        return gradient;
    }

    private void Backward(Value gradient)
    {
        var arriving = new List<Value>[_nodes.Length];
        for (int index = 0; index < arriving.Length; index++)
            arriving[index] = [];
        arriving[arriving.Length - 1].Add(gradient);
        for (int index = _nodes.Length - 1; index > 0; index--)
        {
            NodeKernels node = _nodes[index];
            arriving[index].Reverse(); // readers came from the last to the first
            if (arriving[index].Count == 0)
                continue; // nothing before it is trained
            node.OutputGradient = Sum(node, arriving[index]);
            _graph.Nodes[index].Operation.Differentiate(node);
            for (int input = node.Inputs.Count - 1; input >= 0; input--)
            {
                if (node.Needs[input])
                    arriving[_graph.Nodes[index].Inputs[input]].AddRange(node.GradientsOf(input));
            }
        }
    }

    private Value Sum(NodeKernels node, List<Value> gradients)
    {
        Value sum = gradients[0];
        foreach (Value gradient in gradients.Skip(1))
        {
            Value next = node.New("GradientSum", node.Shape);
            node.Call(
                "sum of gradients", "Addition.Run<TLanes, Identity>", Space.Samples,
                new Argument.Read(sum), new Argument.Read(gradient), new Argument.Write(next), Argument.Range);
            sum = next;
        }
        return sum;
    }

    private string Unique(string wanted)
    {
        string name = wanted;
        for (int number = 2; !_names.Add(name); number++)
            name = wanted + Invariant.Of(number);
        return name;
    }
}
