using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Lowering;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cpu;

/// <summary>
/// The objects of a network that hold packed weights and normalizations, one to three a layer: their types, sizes and places in the
/// model's memory.
/// </summary>
internal sealed class LayerObjects
{
    private const string NormSuffix = "Norm";
    private const string LayerNormSuffix = "LayerNorm";

    /// <summary>Which object of a layer it is, behind the layer's name.</summary>
    private static readonly string[] Suffixes = ["", NormSuffix, LayerNormSuffix];

    private readonly ModelPlan _plan;
    private readonly string _network;
    private readonly IParameterWords _parameters;
    private readonly Dictionary<string, string> _names = [];

    /// <param name="plan">The model.</param>
    /// <param name="network">Name of the network's class.</param>
    /// <param name="parameters">The places of parameters.</param>
    public LayerObjects(ModelPlan plan, string network, IParameterWords parameters)
    {
        (_plan, _network, _parameters) = (plan, network, parameters);
        foreach (LayerPlan layer in plan.Layers)
        {
            string name = "_" + Literals.Camel(layer.Name);
            while (_names.Values.Any(other => Suffixes.Any(suffix => other + suffix == name || other == name + suffix)))
                name += "_";
            _names[layer.Name] = name;
        }
    }

    /// <summary>Units of the loop that packs all weights: the terms of a sum.</summary>
    public IReadOnlyList<string> PackingUnits() => [.. _plan.Layers.Select(layer => $"{_names[layer.Name]}.PackingUnits")];

    /// <summary>How many units a loop has, in a method of the network.</summary>
    public string Count(Loop loop) => Member(loop.Space.Count, loop.Kernels[0].Layer, "");

    /// <summary>The function of a kernel, in a loop.</summary>
    public string Function(Kernel kernel) => Member(kernel.Function, kernel.Layer, "n.");

    public void Fields(SourceWriter writer)
    {
        foreach (LayerPlan layer in _plan.Layers)
        {
            writer.Lines($"private readonly {TypeOf(layer)} {_names[layer.Name]}; // {Comment(layer)}");
            foreach (Graph.Node node in Normalizations(layer))
            {
                if (node.Operation is BatchNorm)
                    writer.Lines($"private readonly BatchNormalization<TLanes> {_names[layer.Name]}{NormSuffix};");
                else if (node.Operation is LayerNorm)
                    writer.Lines($"private readonly LayerNormalization<TLanes> {_names[layer.Name]}{LayerNormSuffix};");
            }
        }
    }

    public void Initialize(SourceWriter writer)
    {
        foreach (LayerPlan layer in _plan.Layers)
        {
            writer.Lines($"{_names[layer.Name]} = {Creation(layer)};");
            foreach (Graph.Node node in Normalizations(layer))
            {
                if (node.Operation is BatchNorm batchNorm)
                    writer.Lines($"{_names[layer.Name]}{NormSuffix} = {Creation(layer, batchNorm, node.Shape)};");
                else if (node.Operation is LayerNorm layerNorm)
                    writer.Lines($"{_names[layer.Name]}{LayerNormSuffix} = {Creation(layer, layerNorm, node.Shape)};");
            }
        }
    }

    public void Dispose(SourceWriter writer)
    {
        writer.Blank().Lines("/// <summary>Releases the packed weights.</summary>");
        using (writer.Block("protected override void Dispose(bool isDisposing)"))
        {
            foreach (LayerPlan layer in _plan.Layers)
                writer.Lines($"{_names[layer.Name]}.Dispose();");
            writer.Lines("base.Dispose(isDisposing);");
        }
    }

    /// <summary>The loop that packs the weights of all layers.</summary>
    public void Packing(SourceWriter writer)
    {
        writer.Blank().Summary("Packs the quantized weights as the products read them, panel by panel.");
        using (writer.Block($"private readonly struct Packing : ILoop<{_network}<TLanes>>"))
        using (writer.Block($"public static void Run({_network}<TLanes> n, Workspace w, int panel, int thread)"))
        {
            for (int index = 0; index < _plan.Layers.Count; index++)
            {
                string name = $"n.{_names[_plan.Layers[index].Name]}";
                if (index == _plan.Layers.Count - 1)
                {
                    writer.Lines($"{name}.Pack(panel);");
                    return;
                }
                writer.Lines($$"""
                    if (panel < {{name}}.PackingUnits)
                    {
                        {{name}}.Pack(panel);
                        return;
                    }
                    panel -= {{name}}.PackingUnits;
                    """);
            }
        }
    }

    /// <summary>A member of a layer's object, as kernels write it.</summary>
    private string Member(string code, string layer, string prefix)
    {
        if (code.StartsWith("...", StringComparison.Ordinal))
            return $"{prefix}{_names[layer]}{LayerNormSuffix}{code.Substring(2)}";
        if (code.StartsWith("..", StringComparison.Ordinal))
            return $"{prefix}{_names[layer]}{NormSuffix}{code.Substring(1)}";
        return code.StartsWith(".", StringComparison.Ordinal) ? $"{prefix}{_names[layer]}{code}" : code;
    }

    private (Graph.Node Node, Shape Input) Weighted(LayerPlan layer)
    {
        Graph.Node node = _plan.Graph.Of(layer.Name).Single(node => node.Operation is WeightedOperation);
        return (node, _plan.Graph.InputShape(node));
    }

    /// <summary>
    /// One of each kind: code that has an attribute twice, which the C# compiler reports, gets no further errors from here.
    /// </summary>
    private IEnumerable<Graph.Node> Normalizations(LayerPlan layer) => _plan.Graph.Of(layer.Name)
        .Where(node => node.Operation.IsNormalization)
        .GroupBy(node => node.Operation.GetType())
        .Select(nodes => nodes.First());

    private string Comment(LayerPlan layer)
    {
        (_, Shape input) = Weighted(layer);
        return $"{input} → {layer.Output}, {layer.QuantizerWords}";
    }

    private string TypeOf(LayerPlan layer)
    {
        (Graph.Node node, Shape input) = Weighted(layer);
        string bias = layer.Find("bias") is null ? "NoValues" : "ValuePerColumn";
        string form = _parameters.Form(layer.Weight, (WeightedOperation)node.Operation);
        return node.Operation switch
        {
            Embedding => "EmbeddingTable<TLanes>",
            Lstm => $"LstmLayer<TLanes, {form}>",
            Gru => $"GruLayer<TLanes, {form}>",
            Convolution conv when conv.IsDepthwise(input) => $"DepthwiseConvolution<TLanes, {bias}>",
            Convolution => $"Convolution<TLanes, {form}, {bias}>",
            _ => $"LinearLayer<TLanes, {form}, {bias}>",
        };
    }

    private string Creation(LayerPlan layer)
    {
        (Graph.Node node, Shape input) = Weighted(layer);
        string weights = _parameters.Weights(layer.Weight);
        string bias = layer.Find("bias") is { } found ? _parameters.Bias(found) : "default";
        int batch = _plan.Declaration.Batch;
        if (node.Operation is Embedding table)
            return $"new(vocabulary: {table.Vocabulary}, features: {table.Features}, batch: {batch}, {weights})";
        if (node.Operation is RecurrentOperation recurrent)
        {
            string recurrentBias = layer.Find("bias_hh") is { } other ? $", recurrentBias: {_parameters.Bias(other)}" : "";
            return $"new(inputs: {input.Channels}, hidden: {recurrent.Hidden}, batch: {batch},\n    {weights},\n    "
                + $"{_parameters.Weights(layer.Find("weight_hh")!)},\n    bias: {bias}{recurrentBias})";
        }
        if (node.Operation is not Convolution conv)
            return $"new(inputs: {input.Channels}, outputs: {node.Shape.Channels}, batch: {batch}, {weights}, bias: {bias})";
        return $"new({ConvolutionShapes.Of(conv, input)},\n    batch: {batch}, {weights}, bias: {bias})";
    }

    private string Creation(LayerPlan layer, BatchNorm norm, Shape shape) =>
        $"new(channels: {shape.Channels}, pixels: {shape.Elements / shape.Channels}, batch: {_plan.Declaration.Batch}, "
        + $"momentum: {Literals.Double(norm.Momentum)}, epsilon: {Literals.Double(norm.Epsilon)},\n    {_parameters.BatchNorm(layer)})";

    private string Creation(LayerPlan layer, LayerNorm norm, Shape shape) =>
        $"new(channels: {shape.Channels}, batch: {_plan.Declaration.Batch}, epsilon: {Literals.Double(norm.Epsilon)},\n"
        + $"    {_parameters.LayerNorm(layer)})";
}
