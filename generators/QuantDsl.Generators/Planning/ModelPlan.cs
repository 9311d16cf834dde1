using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Planning;

/// <summary>Everything the emitters need, with nothing left to decide.</summary>
/// <param name="Declaration">The declaration.</param>
/// <param name="Graph">Its graph, rewritten by the passes.</param>
/// <param name="Layers">The stages in declaration order.</param>
/// <param name="Parameters">All parameters in memory order.</param>
/// <param name="ParameterFloats">Size of the flat parameter memory, gaps included.</param>
/// <param name="ScaleFloats">Number of scales.</param>
/// <param name="StatisticsFloats">Number of running statistics.</param>
/// <param name="Tiles">Tiles that all parameters are cut into.</param>
internal sealed record ModelPlan(
    ModelDeclaration Declaration,
    NetworkGraph Graph,
    EquatableArray<LayerPlan> Layers,
    EquatableArray<ParameterPlan> Parameters,
    int ParameterFloats,
    int ScaleFloats,
    int StatisticsFloats,
    int Tiles)
{
    public TypeIdentity Type => Declaration.Type;

    /// <summary>Bytes that the activations of an evaluation may take: enough for small networks to be evaluated at full speed.</summary>
    private const long EvaluationBytes = 128L << 20;

    /// <summary>Samples in one prediction of an evaluation at most.</summary>
    private const int LargestEvaluationBatch = 500;

    public string Name => Declaration.Type.Name;

    /// <summary>The distinct quantizers, one generated method each.</summary>
    public IEnumerable<Quantizer> Quantizers =>
        Parameters.Select(parameter => parameter.Quantizer).OfType<Quantizer>().GroupBy(quantizer => quantizer.Name, StringComparer.Ordinal).Select(group => group.First());

    public bool HasFullPrecision => Parameters.Any(parameter => parameter.Quantizer is null);

    public bool IsQuantized => Parameters.Any(parameter => parameter.Quantizer is not null);

    /// <summary>Whether it is measured: <c>[ZigZag]</c>.</summary>
    public bool IsMeasured => Declaration.ZigZag is not null;

    /// <summary>Bits of the class's quantizer, or of its first quantized layer; 32 in full precision.</summary>
    public int Bits => Declaration.Quantizer?.Bits ?? Parameters.Select(parameter => parameter.Quantizer).OfType<Quantizer>().FirstOrDefault()?.Bits ?? 32;

    /// <summary>What a sample is, in the words of a comment.</summary>
    public string InputWords
    {
        get
        {
            string shape = string.Join(", ", Graph.Input.Dimensions);
            return Vocabulary is null ? $"float32 [N, {shape}]" : $"int64 [N, {shape}], token ids below {Vocabulary}";
        }
    }

    /// <summary>Different token ids of the input; null where it is float32.</summary>
    public int? Vocabulary => ((InputNode)Graph.Nodes[0]).Vocabulary;

    /// <summary>Positions of an output sequence, each with a label; null where a sample has one label.</summary>
    public int? OutputLength => Graph.Output.IsSequence ? Graph.Output.Length : null;

    /// <summary>Bytes of the packed model.</summary>
    public long PackedBytes => Layers.Sum(layer => layer.PackedBytes);

    /// <summary>Most bytes of activations that one sample needs at the same time.</summary>
    public long ActivationBytes => Layers.Max(layer => layer.ActivationBytes);

    /// <summary>
    /// Samples in one prediction of an evaluation: as many as keep activations within <see cref="EvaluationBytes"/>, but no more than 500, and of
    /// sequences, of which libtorch holds the gates of all positions, no more than in training.
    /// </summary>
    public int EvaluationBatch
    {
        get
        {
            int most = Graph.Nodes.Any(node => node.Shape.IsSequence) ? Declaration.Batch : LargestEvaluationBatch;
            return (int)Math.Max(1, Math.Min(most, EvaluationBytes / ActivationBytes));
        }
    }

    /// <summary>Value of <c>TrainingReport.Method</c> when trained as declared.</summary>
    public string Method => !IsQuantized ? "adam" : Declaration.Backtrack is null ? "laq" : "blaq";
}

/// <summary>One stage with its parameters.</summary>
/// <param name="Stage">The declaration.</param>
/// <param name="Node">Its weighted node.</param>
/// <param name="Output">Shape of what leaves the stage.</param>
/// <param name="Weight">Weights; of an LSTM those of its input.</param>
/// <param name="RecurrentWeight">Recurrent weights of an LSTM.</param>
/// <param name="Bias">Bias, if any.</param>
/// <param name="Norm">Batch normalisation, if any.</param>
/// <param name="ActivationBytes">Most bytes of activations that exist while it runs on one sample.</param>
internal sealed record LayerPlan(
    StageDeclaration Stage, WeightedNode Node, Shape Output, ParameterPlan Weight, ParameterPlan? RecurrentWeight, ParameterPlan? Bias, NormPlan? Norm, long ActivationBytes)
{
    public int Bits => Weight.Quantizer?.Bits ?? 32;

    public string QuantizerWords => Weight.Quantizer is { } quantizer ? $"{quantizer.Words}, {Weight.ScaleWords}" : "full precision";

    /// <summary>Trained float32 values beside the weights.</summary>
    public long FullPrecisionParameters => (Bias?.Count ?? 0) + (2L * (Norm?.Channels ?? 0));

    /// <summary>Weights at their bits, scales, full-precision parameters and running statistics as float32.</summary>
    public long PackedBytes => PackedBytesAt(Bits);

    /// <summary>What it would pack into at other bits, with as many scales; a layer in full precision gets one.</summary>
    public long PackedBytesAt(int bits) =>
        PackedBytesAt(bits, Weight) + (RecurrentWeight is null ? 0 : PackedBytesAt(bits, RecurrentWeight))
        + (4 * (FullPrecisionParameters + (2L * (Norm?.Channels ?? 0))));

    private long PackedBytesAt(int bits, ParameterPlan weight) =>
        ((((long)weight.Count * bits) + 7) / 8) + (4L * (bits == Bits ? weight.Scales : Math.Max(1, Math.Min(weight.Scales, weight.Rows))));
}

/// <summary>Batch normalisation of a stage.</summary>
/// <param name="Channels">Channels.</param>
/// <param name="Weight">γ.</param>
/// <param name="Bias">β.</param>
/// <param name="StatisticsOffset">First float of the running mean; the variance follows.</param>
internal sealed record NormPlan(int Channels, ParameterPlan Weight, ParameterPlan Bias, int StatisticsOffset);
