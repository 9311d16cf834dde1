namespace QuantDsl;

/// <summary>Compile-time facts of one weighted layer.</summary>
/// <param name="Name">Name of the declaring property.</param>
/// <param name="Operations">The stage in order, such as <c>Conv2d(20, 3) → MaxPool2d(2) → BatchNorm → ReLU</c>.</param>
/// <param name="OutputShape">Shape of the stage's output without the batch axis.</param>
/// <param name="WeightShape">[out, in], [out, in, kernel, kernel] or [vocabulary, features]; of an LSTM its input weights' [4·hidden, in].</param>
/// <param name="Bits">Bits a weight; 32 in full precision.</param>
/// <param name="Quantizer">The quantizer in words, such as <c>binary, one scale</c>.</param>
/// <param name="Weights">Number of weights, the recurrent ones of an LSTM among them.</param>
/// <param name="FullPrecisionParameters">Trained float32 values beside the weights: bias, γ and β.</param>
/// <param name="PackedBytes">Bytes when packed: weights at their bits, scales, full-precision values and running statistics as float32.</param>
/// <param name="MultiplyAccumulates">Multiply-accumulate operations for one input.</param>
/// <param name="ActivationBytes">
/// Most bytes of values that exist at the same time while this layer predicts one sample: what it reads, what it writes and what later layers
/// still need, when every value is released behind its last use. An LSTM also holds its cell state and the gates of one position.
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
}
