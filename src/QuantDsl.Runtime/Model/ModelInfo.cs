namespace QuantDsl;

/// <summary>What is known about a model at compile time.</summary>
/// <param name="Name">Class name.</param>
/// <param name="InputShape">Input shape without the batch axis.</param>
/// <param name="Classes">Number of logits, or other outputs, per sample, or per position of an output sequence.</param>
/// <param name="Batch">Samples per training minibatch.</param>
/// <param name="Epochs">Number of epochs that <c>Fit</c> trains by default.</param>
/// <param name="Bits">Bits per weight as declared on the class; 32 for a model in full precision.</param>
/// <param name="Method">The declared training method: <c>blaq</c>, <c>laq</c> or <c>adam</c> (full precision).</param>
/// <param name="Layers">The layers in the order of declaration.</param>
/// <param name="Table">A table of the layers as text.</param>
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
    private readonly int[] _inputSizes = new List<int>(InputShape).ToArray(); // without LINQ, for the sake of small programs

    /// <summary><see cref="InputShape"/> for the steps, which must not call through an interface.</summary>
    internal ReadOnlySpan<int> InputSizes => _inputSizes;

    /// <summary>Number of different token ids, from 0, if the input is token ids; null if it is float32.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>Length of the output sequence if each position has a label; null if each sample has one label.</summary>
    public int? OutputLength { get; init; }

    /// <summary>What the labels are.</summary>
    public LabelKind Labels { get; init; }

    /// <summary>
    /// What decides how the model trains, as names and values in a fixed order: loss, batch size, backtracking, Adam, schedule, decay of
    /// weights, clip, and of each layer whether it has a bias and its batch normalisation's momentum. <see cref="LayerInfo.Operations"/> and
    /// <see cref="LayerInfo.BatchNormEpsilon"/> have the rest. A run resumes from a checkpoint only if all of them are equal.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Recipe { get; init; } = [];

    /// <summary>How the learning rate changes from step to step, as declared.</summary>
    public LearningRateSchedule Schedule { get; init; } = new(rate: 0.001f, Epochs, words: "none");

    /// <summary>Number of trained values: weights, biases, γ and β.</summary>
    public long Parameters => Layers.Sum(layer => layer.Weights + layer.FullPrecisionParameters);

    /// <summary>Number of multiply-accumulate operations per sample.</summary>
    public long MultiplyAccumulates => Layers.Sum(layer => layer.MultiplyAccumulates);

    /// <summary>
    /// Size of the packed model in bytes: weights at their bit width; scales, full-precision parameters and running statistics as float32.
    /// </summary>
    public long PackedBytes => Layers.Sum(layer => layer.PackedBytes);

    /// <summary>
    /// Peak number of bytes that a prediction of one sample holds, if every value is released after its last use and ReLU overwrites its
    /// input where nothing else reads it. <c>Predict</c> holds more where a kernel works on the whole batch.
    /// </summary>
    public long ActivationBytes => Layers.Max(layer => layer.ActivationBytes);

    /// <summary>Returns <see cref="Table"/>.</summary>
    public override string ToString() => Table;
}
