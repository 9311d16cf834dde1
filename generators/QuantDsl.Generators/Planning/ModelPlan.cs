using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Lowering;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Planning;

/// <summary>Everything the emitters need, with nothing left to decide.</summary>
/// <param name="Declaration">The declaration.</param>
/// <param name="Graph">Its graph, rewritten by the passes.</param>
/// <param name="Layers">The layers in declaration order.</param>
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
    /// <summary>Bytes that the activations of an evaluation may take: enough for small networks to be evaluated at full speed.</summary>
    private const long EvaluationBytes = 128L << 20;

    /// <summary>Samples in one prediction of an evaluation at most.</summary>
    private const int LargestEvaluationBatch = 500;

    public TypeIdentity Type => Declaration.Type;

    public string Name => Declaration.Type.Name;

    /// <summary>The loss.</summary>
    public LossDeclaration Loss => Declaration.Losses[0];

    /// <summary>The distinct quantizers, one generated method each.</summary>
    public IEnumerable<Quantizer> Quantizers => Parameters.Select(parameter => parameter.Quantizer).OfType<Quantizer>().Distinct();

    public bool HasFullPrecision => Parameters.Any(parameter => parameter.Quantizer is null);

    /// <summary>Whether steps change quantized weights.</summary>
    public bool TrainsQuantized => Trained.Any(parameter => parameter.Quantizer is not null);

    public bool IsQuantized => Parameters.Any(parameter => parameter.Quantizer is not null);

    /// <summary>Weights whose gradients the update can make, in the order of the memory.</summary>
    public IReadOnlyList<DeferredGradient> Deferred =>
    [
        .. Parameters.Where(parameter => parameter.TileRows > 0).Select(parameter =>
            new DeferredGradient(
                parameter.Name, parameter.Index, parameter.TileRows, parameter.Tiles, parameter.TileSize,
                IsKernel: parameter.Shape.Count > 2)),
    ];

    /// <summary>Parameters that steps change.</summary>
    public IEnumerable<ParameterPlan> Trained => Parameters.Where(parameter => !parameter.IsFrozen);

    /// <summary>Parameters that the last pass of the update quantizes; the others are done by then.</summary>
    public IEnumerable<ParameterPlan> Tiled => Trained.Where(parameter => parameter.IsTiled);

    /// <summary>Parameters whose scales are found between the passes.</summary>
    public IEnumerable<ParameterPlan> Solved => Trained.Where(parameter => parameter.IsSolved);

    /// <summary>Parameters whose levels a measure has to remember.</summary>
    public IEnumerable<ParameterPlan> Leveled => Parameters.Where(parameter => parameter.IsLeveled);

    /// <summary>Fewest samples of a training step.</summary>
    public int MinimumBatch => Graph.Nodes.Max(node => node.Operation.MinimumBatch(node.Shape));

    /// <summary>How the learning rate changes.</summary>
    public Schedule Schedule => new(Declaration);

    /// <summary>Whether a parameter is weights in full precision that decay; quantized ones do so without being told.</summary>
    public bool Decays(ParameterPlan parameter) =>
        Declaration.Adam.WeightDecay > 0 && parameter is { Quantizer: null, Spec.Kind: ParameterKind.Quantizable };

    /// <summary>Whether it is measured: <c>[ZigZag]</c>.</summary>
    public bool IsMeasured => Declaration.ZigZag is not null;

    /// <summary>Bits of the class's quantizer, or of its first quantized layer; 32 in full precision.</summary>
    public int Bits =>
        Declaration.Quantizer?.Bits
        ?? Parameters.Select(parameter => parameter.Quantizer).OfType<Quantizer>().FirstOrDefault()?.Bits
        ?? 32;

    /// <summary>What a sample is in a span, in the words of a comment.</summary>
    public string SampleWords
    {
        get
        {
            Operations.Shape shape = Graph.Input.Shape;
            if (Vocabulary is { } vocabulary)
                return $"{shape.Elements} token ids below {vocabulary}";
            return $"{shape.Elements} numbers" + (shape.Dimensions.Count == 1 ? "" : $", {shape}");
        }
    }

    /// <summary>The type of samples as a span.</summary>
    public string InputSpan => Vocabulary is null ? "ReadOnlySpan<float>" : "ReadOnlySpan<int>";

    /// <summary>Whether a sample is a row of a table.</summary>
    public bool TakesRows => Vocabulary is null && Graph.Input.Shape.Dimensions.Count == 1;

    /// <summary>Whether image files can be made samples: square ones, grey or coloured.</summary>
    public bool TakesImageFiles =>
        Vocabulary is null && Graph.Input.Shape is { IsImage: true, Channels: 1 or 3 } image && image.Height == image.Width;

    /// <summary>What has a label of its own, in the words of a comment.</summary>
    public string LabelledWord => OutputLength is null ? "sequence" : "position";

    /// <summary>When samples and labels are refused, in the words of a comment.</summary>
    public string RefusalWords =>
        $"The lengths do not fit, or {(Vocabulary is null ? "" : "a token id is not in the vocabulary, or ")}a label is "
        + Loss.Kind switch { LossKind.BceWithLogits => "not from 0 to 1.", _ when Loss.TakesNumbers => "not finite.", _ => "not a class." };

    /// <summary>The type of labels as a span.</summary>
    public string LabelSpan => Loss.TakesNumbers ? "ReadOnlySpan<float>" : "ReadOnlySpan<int>";

    /// <summary>What the labels of a span are, in the words of a comment.</summary>
    public string LabelWords => (Loss.TakesNumbers, OutputLength) switch
    {
        (false, null) => $"Class indices below {Graph.Output.Channels}, one a sample",
        (false, _) => $"Class indices below {Graph.Output.Channels}, one for each position of a sample",
        (true, null) => $"{NumberWords}, {Graph.Output.Channels} a sample",
        (true, _) => $"{NumberWords}, {Graph.Output.Channels} for each position of a sample",
    };

    /// <summary>What the labels of a tensor are, in the words of a comment.</summary>
    public string LabelTensorWords
    {
        get
        {
            string shape = OutputLength is { } length ? $"[N, {length}" : "[N";
            return Loss.TakesNumbers
                ? $"float32 {shape}{(Graph.Output.Channels == 1 ? "" : $", {Graph.Output.Channels}")}], "
                    + (Loss.IsRegression ? "the numbers that the outputs should be" : "for each output from 0 to 1 whether it holds")
                : $"int64 {shape}], class indices below {Graph.Output.Channels}";
        }
    }

    /// <summary>What the network gives, in the words of a comment.</summary>
    public string OutputWord => Loss.IsRegression ? "outputs" : "logits";

    private string NumberWords => Loss.IsRegression ? "What the outputs should be" : "From 0 to 1, whether each output holds";

    /// <summary>What a sample is in a tensor, in the words of a comment.</summary>
    public string InputWords
    {
        get
        {
            string shape = string.Join(", ", Graph.Input.Shape.Dimensions);
            return Vocabulary is null ? $"float32 [N, {shape}]" : $"int64 [N, {shape}], token ids below {Vocabulary}";
        }
    }

    /// <summary>Different token ids of the input; null where it is float32.</summary>
    public int? Vocabulary => Graph.Input.Vocabulary;

    /// <summary>Positions of an output sequence, each with a label; null where a sample has one label.</summary>
    public int? OutputLength => Graph.Output.IsSequence ? Graph.Output.Length : null;

    /// <summary>Positions of an input sequence; 1 if the input is none.</summary>
    public int Positions => Vocabulary is null ? Graph.Input.Shape.Length : Graph.Input.Shape.Channels;

    /// <summary>
    /// Numbers of the states that a prediction can carry on from one call to the next; 0 where a state does not say all that the next
    /// position needs of those before.
    /// </summary>
    public int Carried =>
        Graph.Nodes.Any(node => node.Operation.MixesPositions) ? 0 : Graph.Nodes.Sum(node => node.Operation.Carried);

    /// <summary>The layer that a node belongs to.</summary>
    public LayerPlan Layer(Node node) => Layers.First(layer => layer.Name == node.Layer);

    /// <summary>Bytes of the packed model.</summary>
    public long PackedBytes => Layers.Sum(layer => layer.PackedBytes);

    /// <summary>Most bytes of activations that one sample needs at the same time.</summary>
    public long ActivationBytes => Layers.Max(layer => layer.ActivationBytes);

    /// <summary>
    /// Samples in one prediction of an evaluation: as many as keep activations within <see cref="EvaluationBytes"/>, but no more than 500,
    /// and of sequences, whose outputs at all positions are kept, no more than in training.
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
    public string Method => !TrainsQuantized ? "adam" : Declaration.Backtrack is null ? "laq" : "blaq";
}
