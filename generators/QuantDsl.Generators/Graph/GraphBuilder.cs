using System.Globalization;
using Microsoft.CodeAnalysis;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Graph;

/// <summary>Shape inference: turns stages into a graph, and what does not fit into findings. A wrong stage keeps a plausible shape so that
/// the stages behind it are checked too.</summary>
internal sealed class GraphBuilder
{
    /// <summary>Most weights of a model and most elements of a value: 8 GB of float32; leaves 32-bit offsets room for biases and alignment.</summary>
    public const double Maximum = 2_000_000_000;

    private readonly ModelDeclaration _model;
    private readonly List<Node> _nodes = [];
    private readonly List<Finding> _findings = [];
    private readonly Dictionary<string, int> _stages = [];

    private GraphBuilder(ModelDeclaration model) => _model = model;

    /// <summary>Builds the graph of a declaration; it is complete only if no finding is an error.</summary>
    public static (NetworkGraph Graph, EquatableArray<Finding> Findings) Build(ModelDeclaration model)
    {
        var builder = new GraphBuilder(model);
        builder.Run();
        return (new NetworkGraph(builder._nodes.ToEquatableArray()), builder._findings.ToEquatableArray());
    }

    private Shape Current => _nodes[_nodes.Count - 1].Shape;

    private void Run()
    {
        bool areIds = _model.InputShape.Count == 1 && (_model.OneHot is not null || _model.Embedding is not null);
        int current = Add(new InputNode(new Shape(_model.InputShape), areIds ? _model.Embedding?.Vocabulary ?? _model.OneHot!.Vocabulary : null));
        foreach (StageDeclaration stage in _model.Stages)
        {
            if (current == 0 && areIds && _model.Embedding is null)
                current = OneHot(stage);
            if (stage.From is { } from)
                current = Find(stage, from.Stage, from.Place) ?? current;
            foreach (OperationDeclaration operation in stage.Operations)
                current = Append(stage, operation, current);
            _stages[stage.Name] = current;
        }
        CheckSize();
        UnusedStages();
        if (_model.Stages.Count > 0 && (Current.IsImage || Current.Channels < 2))
        {
            StageDeclaration last = _model.Stages[_model.Stages.Count - 1];
            Report(Descriptors.OutputShape, last.Place, last.Name, Current);
        }
    }

    /// <summary>Parameters lie in one memory that 32-bit positions reach.</summary>
    private void CheckSize()
    {
        double weights = 0;
        foreach (WeightedNode node in _nodes.OfType<WeightedNode>())
        {
            weights += Size(node.WeightShape) + (node is LstmNode lstm ? Size(lstm.RecurrentWeightShape) : 0);
            if (weights <= Maximum)
                continue;
            StageDeclaration stage = _model.Stages.First(stage => stage.Name == node.Stage);
            Report(
                Descriptors.LayerArgument,
                stage.Operations.OfType<WeightedDeclaration>().First().Place,
                stage.Name,
                $"a model has at most {Number(Maximum)} weights",
                "their number up to this layer",
                Number(weights));
            return;
        }
    }

    private static double Size(EquatableArray<int> shape) => shape.Aggregate(1.0, (product, size) => product * size);

    private int Append(StageDeclaration stage, OperationDeclaration operation, int input)
    {
        Shape shape = _nodes[input].Shape;
        string name = stage.Name;
        switch (operation)
        {
            case LinearDeclaration linear:
                if (shape.IsImage)
                    input = Add(new FlattenNode(name, input, shape = Shape.Of(Saturate(shape.Elements))));
                return !shape.IsSequence || CheckValues(stage, linear, shape.Length, linear.Features)
                    ? Add(new LinearNode(name, input, shape.Channels, shape.With(linear.Features), HasBias(stage, linear)))
                    : input;
            case LstmDeclaration lstm:
                if (!shape.IsSequence)
                    Report(Descriptors.NeedsSequence, lstm.Place, name, lstm.Text, shape.Words);
                return shape.IsSequence && CheckValues(stage, lstm, shape.Length, 4.0 * lstm.Hidden)
                    ? Add(new LstmNode(name, input, shape.Length, shape.Channels, lstm.Hidden, lstm.ReturnSequence))
                    : input;
            case EmbeddingDeclaration embedding:
                if (_nodes[input] is not InputNode { Vocabulary: not null })
                    Report(Descriptors.TokenInput, embedding.Place, name, $"{embedding.Text} {EmbeddingProblem(input, shape)}");
                else if (CheckValues(stage, embedding, shape.Channels, embedding.Features))
                    return Add(new EmbeddingNode(name, input, embedding.Vocabulary, Shape.Of(shape.Channels, embedding.Features)));
                return input;
            case Conv2dDeclaration conv when IsImage(stage, conv, shape):
                Shape? window = Window(stage, conv, shape, conv.Channels, conv.Kernel, conv.Stride, conv.Padding);
                return window is null
                    ? input
                    : Add(new Conv2dNode(name, input, shape.Channels, conv.Kernel, conv.Stride, conv.Padding, window, HasBias(stage, conv)));
            case PoolDeclaration pool when IsImage(stage, pool, shape):
                Shape? pooled = Window(stage, pool, shape, shape.Channels, pool.Kernel, pool.Stride, pool.Padding);
                if (pooled is null)
                    return input;
                int left = (shape.Height + (2 * pool.Padding) - pool.Kernel) % pool.Stride;
                if (left > 0 && pool.Padding == 0)
                    Report(Descriptors.PoolingDropsRows, pool.Place, name, pool.Text, left, shape.Height);
                return Add(new PoolNode(name, input, pool.IsMaximum, pool.Kernel, pool.Stride, pool.Padding, pooled));
            case GlobalAvgPoolDeclaration pool when IsImage(stage, pool, shape):
                return Add(new GlobalAvgPoolNode(name, input, Shape.Of(shape.Channels)));
            case BatchNormDeclaration norm:
                return Add(new BatchNormNode(name, input, norm.Epsilon, norm.Momentum, shape));
            case ReluDeclaration:
                return Add(new ReluNode(name, input, InPlace: false, shape));
            case DropoutDeclaration dropout:
                return Add(new DropoutNode(name, input, dropout.Probability, shape));
            case AddDeclaration add when Find(stage, add.Stage, add.Place) is { } other:
                if (_nodes[other].Shape == shape)
                    return Add(new AddNode(name, input, other, shape));
                Shape theirs = _nodes[other].Shape;
                Report(Descriptors.AddShapes, add.Place, name, add.Stage, shape, theirs, AddAdvice(stage, add.Stage, shape, theirs));
                return input;
            default:
                return input;
        }
    }

    private int OneHot(StageDeclaration stage)
    {
        Shape shape = Shape.Of(_nodes[0].Shape.Channels, _model.OneHot!.Vocabulary);
        if (shape.Elements > Maximum)
        {
            string problem = $"an input has at most {Number(Maximum)} values";
            Report(Descriptors.LayerArgument, _model.OneHot.Place, _model.Type.Name, problem, "their number", $"{Number(shape.Elements)} ({shape})");
        }
        return Add(new OneHotNode(stage.Name, 0, shape));
    }

    private static string EmbeddingProblem(int input, Shape shape) => input == 0
        ? $"reads token ids, whose shape is one number, the length, but the input has the shape ({string.Join(", ", shape.Dimensions)})"
        : $"reads token ids, which only the input holds, but gets {shape.Words}; make it the first stage of a model without [OneHot]";

    /// <summary>Of an LSTM the values are those of its gates.</summary>
    private bool CheckValues(StageDeclaration stage, OperationDeclaration operation, int length, double features)
    {
        if (length * features <= Maximum)
            return true;
        string values = $"{Number(length * features)} ({length}×{features})";
        Report(Descriptors.LayerArgument, operation.Place, stage.Name, $"an output has at most {Number(Maximum)} values", "their number", values);
        return false;
    }

    /// <summary>Autograd refuses weights that the loss does not depend on. Only in a graph that is otherwise whole: a wrong Add leaves a hole.</summary>
    private void UnusedStages()
    {
        if (_findings.Any(finding => finding.IsError))
            return;
        foreach (StageDeclaration stage in _model.Stages.Take(_model.Stages.Count - 1))
        {
            int output = _stages[stage.Name];
            if (!_nodes.Any(node => node.Inputs.Contains(output)))
                Report(Descriptors.UnusedStage, stage.Place, stage.Name);
        }
    }

    private int Add(Node node)
    {
        _nodes.Add(node);
        return _nodes.Count - 1;
    }

    private int? Find(StageDeclaration stage, string name, Place place)
    {
        if (_stages.TryGetValue(name, out int node))
            return node;
        string hint = name == stage.Name ? "; it is this stage itself"
            : _model.Stages.Any(other => other.Name == name) ? "; it comes later"
            : _stages.Count == 0 ? ""
            : $"; earlier stages are {string.Join(", ", _stages.Keys)}";
        Report(Descriptors.UnknownStage, place, stage.Name, name.Length == 0 ? "''" : name, hint);
        return null;
    }

    private bool IsImage(StageDeclaration stage, OperationDeclaration operation, Shape shape)
    {
        if (shape.IsImage)
            return true;
        Report(Descriptors.NeedsImage, operation.Place, stage.Name, operation.Text, shape.Words);
        return false;
    }

    private Shape? Window(StageDeclaration stage, OperationDeclaration operation, Shape shape, int channels, int kernel, int stride, int padding)
    {
        long height = (long)shape.Height + (2L * padding);
        long width = (long)shape.Width + (2L * padding);
        if (kernel < 1 || stride < 1 || padding < 0)
            return null; // reported by the checks of arguments
        if (kernel > height || kernel > width)
        {
            Report(Descriptors.KernelTooLarge, operation.Place, stage.Name, operation.Text, $"{height}×{width}");
            return null;
        }
        double rows = ((height - kernel) / stride) + 1;
        double columns = ((width - kernel) / stride) + 1;
        if (channels * rows * columns > Maximum)
        {
            string elements = $"{Number(channels * rows * columns)} ({channels}×{rows}×{columns})";
            Report(Descriptors.LayerArgument, operation.Place, stage.Name, $"an output has at most {Number(Maximum)} values", "their number", elements);
            return null;
        }
        return Shape.Of(channels, (int)rows, (int)columns);
    }

    private static bool HasBias(StageDeclaration stage, WeightedDeclaration operation) =>
        operation.Bias ?? !stage.Operations.Any(other => other is BatchNormDeclaration);

    private static string AddAdvice(StageDeclaration stage, string other, Shape mine, Shape theirs)
    {
        if (mine.Dimensions.Count != theirs.Dimensions.Count)
        {
            (Shape larger, Shape smaller) = mine.Dimensions.Count > theirs.Dimensions.Count ? (mine, theirs) : (theirs, mine);
            return $"{(larger.IsImage ? "An image" : "A sequence")} and {(smaller.IsSequence ? "a sequence" : "a flat value")} cannot be added";
        }
        if (!mine.IsImage)
            return "Give both the same features";
        string projection = $"project {other} with a 1×1 Conv2d of {mine.Channels} channels";
        if (mine.Height == theirs.Height && mine.Width == theirs.Width)
            return $"Give {stage.Name} {theirs.Channels} channels or {projection}";
        if (IsHalf(mine, theirs))
            return $"Give {stage.Name} stride 1 or {projection} and stride 2";
        return IsHalf(theirs, mine)
            ? $"Give {stage.Name} stride 2 or {other} stride 1"
            : $"Give {stage.Name} the padding that keeps {theirs.Height}×{theirs.Width}";
    }

    private static bool IsHalf(Shape small, Shape large) => (large.Height + 1) / 2 == small.Height && (large.Width + 1) / 2 == small.Width;

    private static string Number(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static int Saturate(long value) => (int)Math.Min(value, int.MaxValue);

    private void Report(DiagnosticDescriptor descriptor, Place place, params object[] arguments) =>
        _findings.Add(Finding.Of(descriptor, place, arguments));
}
