using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Planning;

/// <summary>One layer with its parameters.</summary>
/// <param name="Declaration">The declaration.</param>
/// <param name="Output">Shape of what leaves the layer.</param>
/// <param name="Parameters">What is trained, in the order of their memory; the weights come first.</param>
/// <param name="Statistics">What batches leave.</param>
/// <param name="Weights">How many weights it has.</param>
/// <param name="MultiplyAccumulates">Products that are added up for one sample.</param>
/// <param name="ActivationBytes">Most bytes of activations that exist while it runs on one sample.</param>
internal sealed record LayerPlan(
    LayerDeclaration Declaration,
    Shape Output,
    EquatableArray<ParameterPlan> Parameters,
    EquatableArray<StatisticPlan> Statistics,
    long Weights,
    long MultiplyAccumulates,
    long ActivationBytes)
{
    public string Name => Declaration.Name;

    /// <summary>The weights; of a recurrent layer those of its input.</summary>
    public ParameterPlan Weight => Parameters[0];

    public int Bits => Weight.Quantizer?.Bits ?? 32;

    public string QuantizerWords => Weight.Quantizer is { } quantizer ? $"{quantizer.Words}, {Weight.ScaleWords}" : "full precision";

    /// <summary>What it makes of what, in the words of a comment.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="first">The layer's first node.</param>
    public string Words(NetworkGraph graph, Node first)
    {
        Node input = graph.Nodes[first.Inputs[0]];
        return $"{(input.Operation is Input ids ? ids.Text : input.Shape.ToString())} → {Output}, {QuantizerWords}";
    }

    /// <summary>Trained float32 values beside the weights.</summary>
    public long FullPrecisionParameters => Parameters.Where(parameter => !IsWeights(parameter)).Sum(parameter => (long)parameter.Count);

    /// <summary>Weights at their bits, scales, full-precision parameters and running statistics as float32.</summary>
    public long PackedBytes => PackedBytesAt(Bits);

    /// <summary>The parameter of this name; null where the layer has none.</summary>
    public ParameterPlan? Find(string name) => Parameters.FirstOrDefault(parameter => parameter.Spec.Name == name);

    /// <summary>What it would pack into at other bits, with as many scales; a layer in full precision gets one.</summary>
    public long PackedBytesAt(int bits) =>
        Parameters.Where(IsWeights).Sum(weights => PackedBytesAt(bits, weights))
        + (4 * (FullPrecisionParameters + Statistics.Sum(statistic => (long)statistic.Count)));

    private static bool IsWeights(ParameterPlan parameter) => parameter.Spec.Kind == ParameterKind.Quantizable;

    private long PackedBytesAt(int bits, ParameterPlan weights)
    {
        int scales = bits == Bits ? weights.Scales : Math.Max(1, Math.Min(weights.Scales, weights.Rows));
        return ((((long)weights.Count * bits) + 7) / 8) + (4L * scales);
    }
}
