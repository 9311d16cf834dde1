namespace QuantDsl;

/// <summary>Facts of a model that are known when it is compiled.</summary>
/// <param name="Name">Class name.</param>
/// <param name="InputShape">Input shape without the batch axis.</param>
/// <param name="Classes">Logits an input, or a position of an output sequence.</param>
/// <param name="Batch">Training minibatch.</param>
/// <param name="Epochs">Epochs that <c>Fit</c> trains by default.</param>
/// <param name="Bits">Bits of the class's quantizer; 32 for a model in full precision.</param>
/// <param name="Method">How it trains as declared: <c>blaq</c>, <c>laq</c> or <c>adam</c> (full precision).</param>
/// <param name="Layers">The weighted layers in declaration order.</param>
/// <param name="Table">The layers as a text table.</param>
public sealed record ModelInfo(
    string Name,
    IReadOnlyList<int> InputShape,
    int Classes,
    int Batch,
    int Epochs,
    int Bits,
    string Method,
    IReadOnlyList<LayerInfo> Layers,
    string Table)
{
    private readonly int[] _inputSizes = [.. InputShape];

    /// <summary><see cref="InputShape"/>, for every step: read without a call through an interface.</summary>
    internal ReadOnlySpan<int> InputSizes => _inputSizes;

    /// <summary>Where the input is token ids: how many different ones there are, from 0 on. Null: the input is float32.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>Where the output is a sequence: its length, each position with a label of its own. Null: a sample has one label.</summary>
    public int? OutputLength { get; init; }

    /// <summary>
    /// What decides how the model trains, as names and values in a fixed order: loss, batch size, backtracking, Adam, decay, clip, and of
    /// each layer whether it has a bias and its batch normalisation's momentum. <see cref="LayerInfo.Operations"/> and <see
    /// cref="LayerInfo.BatchNormEpsilon"/> decide beside it. A checkpoint goes on only where all of them are the same.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Recipe { get; init; } = [];

    /// <summary>Trained values: weights, biases, γ and β.</summary>
    public long Parameters => Layers.Sum(layer => layer.Weights + layer.FullPrecisionParameters);

    /// <summary>Multiply-accumulate operations of one prediction.</summary>
    public long MultiplyAccumulates => Layers.Sum(layer => layer.MultiplyAccumulates);

    /// <summary>Bytes of the packed model: weights at their bits, scales, full-precision parameters and running statistics as float32.</summary>
    public long PackedBytes => Layers.Sum(layer => layer.PackedBytes);

    /// <summary>
    /// Most bytes of values that a prediction of one sample holds at the same time, when every value is released behind its last use and
    /// ReLU overwrites its input where nothing else reads it. <c>Predict</c> on libtorch releases them at its end only.
    /// </summary>
    public long ActivationBytes => Layers.Max(layer => layer.ActivationBytes);

    /// <summary>The layer table.</summary>
    public override string ToString() => Table;
}
