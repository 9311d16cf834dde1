namespace QuantDsl;

/// <summary>What is known about a layer at compile time.</summary>
/// <param name="Name">Name of the declaring property.</param>
/// <param name="Operations">The layer's operations in order, for example <c>Conv2d(20, 3) → MaxPool2d(2) → BatchNorm → ReLU</c>.</param>
/// <param name="OutputShape">Shape of the layer's output without the batch axis.</param>
/// <param name="WeightShape">
/// [out, in], [out, in, kernel, kernel], [out, in, kernel] or [vocabulary, features]; for an LSTM or GRU, that of the input weights,
/// [4·hidden, in] or [3·hidden, in].
/// </param>
/// <param name="Bits">Bits per weight; 32 in full precision.</param>
/// <param name="Quantizer">A description of the quantizer, for example <c>binary, per layer</c>.</param>
/// <param name="Weights">Number of weights, including recurrent weights.</param>
/// <param name="FullPrecisionParameters">Number of trained float32 values besides the weights: bias, γ and β.</param>
/// <param name="PackedBytes">
/// Size when packed: weights at their bit width; scales, full-precision values and running statistics as float32.
/// </param>
/// <param name="MultiplyAccumulates">Number of multiply-accumulate operations per sample.</param>
/// <param name="ActivationBytes">
/// Peak number of bytes held while this layer predicts one sample: its inputs, its outputs and what later layers still need, if every value
/// is released after its last use. For a recurrent layer this includes the gates of one position, and its cell state.
/// </param>
public sealed record LayerInfo(
    string Name,
    string Operations,
    IReadOnlyList<int> OutputShape,
    IReadOnlyList<int> WeightShape,
    int Bits,
    string Quantizer,
    long Weights,
    long FullPrecisionParameters,
    long PackedBytes,
    long MultiplyAccumulates,
    long ActivationBytes)
{
    /// <summary>ε of the layer's batch normalisation, which predictions depend on; null without one.</summary>
    public double? BatchNormEpsilon { get; init; }

    /// <summary>
    /// Whether a positive factor that weights and bias have in common does not change what leaves the layer, up to ε: what follows them
    /// normalises, before anything can tell.
    /// </summary>
    public bool CancelsScale { get; init; }

    /// <summary>Whether training leaves the layer as it is: <see cref="FrozenAttribute"/>.</summary>
    public bool IsFrozen { get; init; }
}
