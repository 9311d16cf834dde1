using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Graph;

/// <summary>
/// Shape inference: turns layers into a graph, and what does not fit into findings. An operation that does not fit is left out, so that
/// what follows it is checked too.
/// </summary>
internal sealed class GraphBuilder
{
    private readonly ModelDeclaration _model;
    private readonly List<Node> _nodes = [];
    private readonly List<Finding> _findings = [];
    private readonly Dictionary<string, int> _layers = [];

    private GraphBuilder(ModelDeclaration model) => _model = model;

    /// <summary>Builds the graph of a declaration; it is complete only if no finding is an error.</summary>
    public static (NetworkGraph Graph, EquatableArray<Finding> Findings) Build(ModelDeclaration model)
    {
        var builder = new GraphBuilder(model);
        builder.Run();
        return (new NetworkGraph(builder._nodes.ToEquatableArray()), builder._findings.ToEquatableArray());
    }

    private void Run()
    {
        int? vocabulary = _model.Embedding?.Vocabulary ?? (_model.OneHot?.Operation as OneHot)?.Vocabulary;
        bool areIds = _model.InputShape.Count == 1 && vocabulary is not null;
        var input = new Input(new Shape(_model.InputShape), areIds ? vocabulary : null);
        int current = Add(new Node("", input, [], input.Shape));
        foreach (LayerDeclaration layer in _model.Layers)
        {
            if (current == 0 && areIds && _model.Embedding is null)
                current = Append(layer.Name, _model.OneHot!, current, owner: _model.Type.Name);
            if (layer.From is { } from)
                current = Find(layer, from.Layer, from.Anchor) ?? current;
            foreach (OperationUse use in layer.Operations)
                current = Append(layer, use, current);
            _layers[layer.Name] = current;
        }
        CheckSize();
        CheckBatch();
        UnusedLayers();
        Shape output = _nodes[_nodes.Count - 1].Shape;
        if (_model.Layers.Count > 0 && (output.IsImage || output.Channels < 2))
        {
            LayerDeclaration last = _model.Layers[_model.Layers.Count - 1];
            Report(Ids.OutputShape, last.Anchor, last.Name, output);
        }
    }

    private int Append(LayerDeclaration layer, OperationUse use, int input)
    {
        Operation operation = use.Operation is WeightedOperation weighted
            ? weighted.Decide(layer.CancelsBias) with { IsBinary = _model.QuantizerOf(layer)?.Bits == 1 }
            : use.Operation;
        if (operation.Preparation(_nodes[input].Shape) is { } preparation)
            input = Append(layer.Name, new OperationUse(preparation, use.Anchor), input, owner: layer.Name);
        if (operation.OtherLayer is not { } name)
            return Append(layer.Name, use with { Operation = operation }, input, owner: layer.Name);
        return Find(layer, name, use.Anchor) is { } other
            ? Append(layer.Name, use with { Operation = operation }, input, owner: layer.Name, other)
            : input;
    }

    /// <summary>
    /// Appends an operation to a value. If its shape is unknown, it is left out, and the next operation reads the value itself.
    /// </summary>
    private int Append(string layer, OperationUse use, int input, string owner, params int[] others)
    {
        EquatableArray<int> inputs = [input, .. others];
        List<Operand> operands = [.. inputs.Select(value => new Operand(_nodes[value].Operation, _nodes[value].Shape))];
        Inference inference = use.Operation.Infer(layer, operands);
        foreach (ShapeProblem problem in inference.Problems)
            Report(problem.Id, use.Anchor, [owner, .. problem.Arguments]);
        return inference.Shape is null ? input : Add(new Node(layer, use.Operation, inputs, inference.Shape));
    }

    /// <summary>Parameters lie in one memory that 32-bit positions reach.</summary>
    private void CheckSize()
    {
        double weights = 0;
        foreach (Node node in _nodes.Where(node => node.Operation is WeightedOperation))
        {
            weights += node.Operation.Parameters(_nodes[node.Inputs[0]].Shape)
                .Where(parameter => parameter.Kind == ParameterKind.Quantizable).Sum(parameter => parameter.Size);
            if (weights <= Shape.MaximumElements)
                continue;
            Report(
                Ids.LayerArgument,
                _model.Layers.First(layer => layer.Name == node.Layer).Weighted.First().Anchor,
                node.Layer,
                $"a model can have at most {Invariant.Number(Shape.MaximumElements)} weights",
                "their number up to this layer",
                Invariant.Number(weights));
            return;
        }
    }

    /// <summary>One sample alone has no variance to be normalised by.</summary>
    private void CheckBatch()
    {
        if (_nodes.FirstOrDefault(node => node.Operation.MinimumBatch(node.Shape) > _model.Batch) is not { } node || _model.Batch < 1)
            return;
        int minimum = node.Operation.MinimumBatch(node.Shape);
        string rule = $"the {node.Operation.Text} of {node.Layer} needs a minibatch of at least {Invariant.Of(minimum)} samples";
        var problem = new ArgumentProblem("Batch", _model.Batch, rule, Invariant.Of(minimum));
        _findings.Add(problem.Of(Ids.RecipeArgument, _model.Anchor, _model.Type.Name));
    }

    /// <summary>
    /// Autograd refuses weights that the loss does not depend on. Only in a graph that is otherwise whole: a wrong Add leaves a hole.
    /// </summary>
    private void UnusedLayers()
    {
        if (_findings.Any(finding => finding.IsError))
            return;
        foreach (LayerDeclaration layer in _model.Layers.Take(_model.Layers.Count - 1))
        {
            int output = _layers[layer.Name];
            if (!_nodes.Any(node => node.Inputs.Contains(output)))
                Report(Ids.UnusedLayer, layer.Anchor, layer.Name);
        }
    }

    private int Add(Node node)
    {
        _nodes.Add(node);
        return _nodes.Count - 1;
    }

    private int? Find(LayerDeclaration layer, string name, Anchor anchor)
    {
        if (_layers.TryGetValue(name, out int node))
            return node;
        string hint = name == layer.Name ? "; it is this layer itself"
            : _model.Layers.Any(other => other.Name == name) ? "; it is declared later"
            : _layers.Count == 0 ? ""
            : $"; the earlier layers are {string.Join(", ", _layers.Keys)}";
        Report(Ids.UnknownLayer, anchor, layer.Name, name.Length == 0 ? "''" : name, hint);
        return null;
    }

    private void Report(string id, Anchor anchor, params object[] arguments) => _findings.Add(Finding.Of(id, anchor, arguments));
}
