using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Graph.Joins;
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
    private readonly List<Anchor> _anchors = [];
    private readonly List<Finding> _findings = [];
    private readonly List<Join> _joins = [];
    private readonly Dictionary<string, int> _layers = [];

    private GraphBuilder(ModelDeclaration model) => _model = model;

    /// <summary>Builds the graph of a declaration; it is complete only if no finding is an error.</summary>
    public static (NetworkGraph Graph, EquatableArray<Finding> Findings) Build(ModelDeclaration model)
    {
        GraphSketch sketch = Sketch(model);
        Finding[] findings = [.. sketch.Findings];
        foreach (Join join in sketch.Joins)
            findings[join.Finding] = Advised(findings[join.Finding], JoinRepairs.Advice(model, sketch, join));
        return (new NetworkGraph(sketch.Nodes.ToEquatableArray()), findings.ToEquatableArray());
    }

    /// <summary>The same without advice, which itself asks for the graphs of changed declarations.</summary>
    internal static GraphSketch Sketch(ModelDeclaration model)
    {
        var builder = new GraphBuilder(model);
        builder.Run();
        return new GraphSketch(builder._nodes, builder._anchors, builder._findings.ToEquatableArray(), builder._joins);
    }

    /// <summary>Where nothing better is known, the message says what is needed.</summary>
    private static Finding Advised(Finding finding, string advice) => advice.Length == 0 ? finding : finding with
    {
        Arguments = [.. finding.Arguments.Take(finding.Arguments.Count - 1), advice],
    };

    private void Run()
    {
        int? vocabulary = _model.Embedding?.Vocabulary ?? (_model.OneHot?.Operation as OneHot)?.Vocabulary;
        bool areIds = _model.InputShape.Count == 1 && vocabulary is not null;
        var input = new Input(new Shape(_model.InputShape), areIds ? vocabulary : null);
        int current = Add(new Node("", input, [], input.Shape), Anchor.Class);
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
        if (_model.Layers.Count > 0)
            CheckOutput(_model.Layers[_model.Layers.Count - 1], _nodes[_nodes.Count - 1].Shape);
    }

    /// <summary>The output must be what the loss compares with labels.</summary>
    private void CheckOutput(LayerDeclaration last, Shape output)
    {
        LossDeclaration? loss = _model.Losses.Count == 1 ? _model.Losses[0] : null;
        if (loss is { TakesNumbers: true })
        {
            if (output.IsImage)
                Report(Ids.NumbersShape, last.Anchor, last.Name, output, loss.Kind);
            return;
        }
        if (output.IsImage || output.Channels < 2)
            Report(Ids.OutputShape, last.Anchor, last.Name, output);
        else if (loss?.Weight is { } weights && weights.Count != output.Channels)
            Report(Ids.ClassWeights, loss.Anchor.At("Weight"), _model.Type.Name, weights.Count, last.Name, output.Channels);
    }

    private int Append(LayerDeclaration layer, OperationUse use, int input)
    {
        Operation operation = use.Operation is WeightedOperation weighted
            ? weighted.Decide(layer.CancelsBias) with { LookUp = LookUps.Of(_model.QuantizerOf(layer)) }
            : use.Operation;
        operation = operation with { IsFrozen = _model.IsFrozen(layer) };
        if (operation.Preparation(_nodes[input].Shape) is { } preparation)
            input = Append(layer.Name, new OperationUse(preparation, use.Anchor), input, owner: layer.Name);
        if (operation.OtherLayer is not { } name)
            return Append(layer.Name, use with { Operation = operation }, input, owner: layer.Name);
        if (Find(layer, name, use.Anchor) is not { } other)
            return input;
        int before = _findings.Count;
        int joined = Append(layer.Name, use with { Operation = operation }, input, owner: layer.Name, other);
        bool canMatch = _nodes[input].Shape.Dimensions.Count == _nodes[other].Shape.Dimensions.Count;
        if (canMatch && _findings.Count > before && _findings[before].Id == Ids.JoinedShapes)
            _joins.Add(new Join(before, layer, use, input, other));
        return joined;
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
        return inference.Shape is null ? input : Add(new Node(layer, use.Operation, inputs, inference.Shape), use.Anchor);
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

    private int Add(Node node, Anchor anchor)
    {
        _nodes.Add(node);
        _anchors.Add(anchor);
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
