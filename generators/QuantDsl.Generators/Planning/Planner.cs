using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Planning;

/// <summary>Lays out a model's memory and pairs stages with their parameters.</summary>
internal sealed class Planner
{
    /// <summary>Parameters start at multiples of this many floats, a cache line.</summary>
    private const int Alignment = 16;

    private readonly ModelDeclaration _model;
    private readonly NetworkGraph _graph;
    private readonly List<ParameterPlan> _parameters = [];
    private int _parameterFloats;
    private int _scaleFloats;
    private int _statisticsFloats;
    private readonly IReadOnlyList<long> _liveBytes;
    private int _tiles;

    private Planner(ModelDeclaration model, NetworkGraph graph)
    {
        _liveBytes = ActivationMemory.LiveBytes(graph);
        _model = model;
        _graph = graph;
    }

    public static ModelPlan Plan(ModelDeclaration model, NetworkGraph graph)
    {
        var planner = new Planner(model, graph);
        EquatableArray<LayerPlan> layers = model.Stages.Select(planner.Layer).ToList().ToEquatableArray();
        return new ModelPlan(
            model, graph, layers, planner._parameters.ToEquatableArray(), planner._parameterFloats, planner._scaleFloats, planner._statisticsFloats, planner._tiles);
    }

    private LayerPlan Layer(StageDeclaration stage)
    {
        List<Node> nodes = [.. _graph.Nodes.Where(node => node.Stage == stage.Name)];
        WeightedNode weighted = nodes.OfType<WeightedNode>().Single();
        QuantizerDeclaration? quantizer = _model.QuantizerOf(stage);
        float bound = Bound(weighted.FanIn, weighted.FanOut);
        var lstm = weighted as LstmNode;
        ParameterPlan weight = Add(stage, lstm is null ? ParameterRole.Weight : ParameterRole.InputWeight, weighted.WeightShape, quantizer, bound);
        ParameterPlan? recurrent = lstm is null
            ? null
            : Add(stage, ParameterRole.RecurrentWeight, lstm.RecurrentWeightShape, quantizer, Bound(lstm.Hidden, lstm.Hidden));
        EquatableArray<int> outputs = [lstm is null ? weighted.Shape.Channels : lstm.WeightShape[0]];
        ParameterPlan? bias = weighted.HasBias ? Add(stage, ParameterRole.Bias, outputs, null, 0) : null;
        BatchNormNode? norm = nodes.OfType<BatchNormNode>().FirstOrDefault();
        long liveBytes = _graph.Nodes.Select((node, index) => node.Stage == stage.Name ? _liveBytes[index] : 0).Max();
        return new LayerPlan(stage, weighted, nodes[nodes.Count - 1].Shape, weight, recurrent, bias, norm is null ? null : Norm(stage, norm), liveBytes);
    }

    private static float Bound(int fanIn, int fanOut) => (float)Math.Sqrt(1.5 / (fanIn + (double)fanOut));

    private NormPlan Norm(StageDeclaration stage, BatchNormNode node)
    {
        EquatableArray<int> channels = [node.Shape.Channels];
        ParameterPlan weight = Add(stage, ParameterRole.NormWeight, channels, null, 0);
        ParameterPlan bias = Add(stage, ParameterRole.NormBias, channels, null, 0);
        int statistics = _statisticsFloats;
        _statisticsFloats += 2 * node.Shape.Channels;
        return new NormPlan(node.Shape.Channels, weight, bias, statistics);
    }

    private ParameterPlan Add(StageDeclaration stage, ParameterRole role, EquatableArray<int> shape, QuantizerDeclaration? quantizer, float bound)
    {
        int rows = quantizer?.Scale switch
        {
            ScaleKind.PerChannel => shape[0],
            ScaleKind.PerGate when role is ParameterRole.InputWeight or ParameterRole.RecurrentWeight => LstmNode.Gates,
            _ => 1,
        };
        var plan = new ParameterPlan(
            stage.Name, role, _parameters.Count, shape, _parameterFloats, quantizer is null ? null : Quantizer.Of(quantizer), rows, _scaleFloats, _tiles, bound);
        _parameters.Add(plan);
        _parameterFloats += (plan.Count + Alignment - 1) / Alignment * Alignment;
        _scaleFloats += plan.Scales;
        _tiles += plan.Tiles;
        return plan;
    }
}
