using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Planning;

/// <summary>Lays out a model's memory and pairs layers with their parameters.</summary>
internal sealed class Planner
{
    /// <summary>Parameters start at multiples of this many floats, a cache line.</summary>
    private const int Alignment = 16;

    /// <summary>Values of a tile whose gradient is made in the second-level cache: 256 KiB.</summary>
    private const int DeferredTile = 65536;

    private const int FewestTiles = 8;

    private readonly ModelDeclaration _model;
    private readonly NetworkGraph _graph;
    private readonly IReadOnlyList<long> _liveBytes;
    private readonly List<ParameterPlan> _parameters = [];
    private int _parameterFloats;
    private int _scaleFloats;
    private int _statisticsFloats;
    private int _tiles;

    private Planner(ModelDeclaration model, NetworkGraph graph)
    {
        _model = model;
        _graph = graph;
        _liveBytes = ActivationMemory.LiveBytes(graph);
    }

    public static ModelPlan Plan(ModelDeclaration model, NetworkGraph graph)
    {
        var planner = new Planner(model, graph);
        var layers = model.Layers.Select(planner.Layer).ToList().ToEquatableArray();
        return new ModelPlan(
            model, graph, layers, planner._parameters.ToEquatableArray(),
            planner._parameterFloats, planner._scaleFloats, planner._statisticsFloats, planner._tiles);
    }

    private LayerPlan Layer(LayerDeclaration layer)
    {
        List<Node> nodes = [.. _graph.Of(layer.Name)];
        // An attribute given twice is C#'s to report; here it must not give a name twice.
        List<ParameterSpec> specs = [.. nodes
            .SelectMany(node => node.Operation.Parameters(_graph.InputShape(node)))
            .GroupBy(spec => spec.Name, StringComparer.Ordinal).Select(same => same.First())];
        Node node = nodes.Single(node => node.Operation is WeightedOperation);
        var weighted = (WeightedOperation)node.Operation;
        List<ParameterPlan> parameters =
        [
            .. specs.Where(spec => spec.Kind != ParameterKind.Statistic)
                .Select(spec => Parameter(layer, spec, weighted, node)),
        ];
        List<StatisticPlan> statistics = [.. specs.Where(spec => spec.Kind == ParameterKind.Statistic).Select(Statistic)];
        return new LayerPlan(
            layer,
            nodes[nodes.Count - 1].Shape,
            parameters.ToEquatableArray(),
            statistics.ToEquatableArray(),
            weighted.Weights(_graph.InputShape(node)),
            weighted.MultiplyAccumulates(_graph.InputShape(node), node.Shape),
            _graph.Nodes.Select((node, index) => node.Layer == layer.Name ? _liveBytes[index] : 0).Max());
    }

    private ParameterPlan Parameter(LayerDeclaration layer, ParameterSpec spec, WeightedOperation operation, Node node)
    {
        Shape input = _graph.InputShape(node);
        QuantizerDeclaration? quantizer = spec.Kind == ParameterKind.Quantizable ? _model.QuantizerOf(layer) : null;
        bool isFrozen = _model.IsFrozen(layer);
        int rows = quantizer?.Scale switch
        {
            ScaleKind.PerChannel => spec.Shape[0],
            ScaleKind.PerGate => spec.Gates,
            _ => 1,
        };
        var plan = new ParameterPlan(
            layer.Name, spec, _parameters.Count, _parameterFloats, quantizer is null ? null : Quantizer.Of(quantizer),
            rows, _scaleFloats, _tiles)
        {
            IsLookedUp = quantizer is not null && operation.LooksUp(input),
            IsSigned = operation.ReadsSigns(input) && rows == 1 && quantizer is { Bits: 1 },
            IsFrozen = isFrozen,
            TileRows = spec.Kind == ParameterKind.Quantizable && MovesAtOnce && !isFrozen && (rows == 1 || rows == spec.Shape[0])
                && operation.MakesGradientByOutputs(input, node.Shape, spec, _model.Batch)
                    ? TileRows(spec.Shape)
                    : 0,
        };
        _parameters.Add(plan);
        _parameterFloats += (plan.Count + Alignment - 1) / Alignment * Alignment;
        _scaleFloats += plan.Scales;
        _tiles += plan.Tiles;
        return plan;
    }

    /// <summary>Whether weights need nothing of their gradient once they have moved: unless measures compare it with the next.</summary>
    private bool MovesAtOnce => _model.ZigZag is null;

    /// <summary>
    /// As many outputs as a tile's values hold, but no fewer than a product is fast for, and enough tiles for some threads.
    /// </summary>
    private static int TileRows(EquatableArray<int> shape)
    {
        int weights = shape.Skip(1).Aggregate(1, (product, size) => product * size);
        int fitting = Math.Min(DeferredTile / weights, shape[0] / FewestTiles), fewest = shape.Count > 2 ? Convolution.RowsOfTile : Alignment;
        return Math.Max(fitting / Alignment * Alignment, fewest);
    }

    private StatisticPlan Statistic(ParameterSpec spec)
    {
        var plan = new StatisticPlan(spec.Name, _statisticsFloats, (int)spec.Elements);
        _statisticsFloats += plan.Count;
        return plan;
    }
}
