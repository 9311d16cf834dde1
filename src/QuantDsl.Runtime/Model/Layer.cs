namespace QuantDsl;

/// <summary>One weighted layer of a model and its state.</summary>
public sealed class Layer
{
    internal Layer(
        string name,
        Parameter weight,
        Parameter? recurrentWeight,
        Parameter? bias,
        Parameter? recurrentBias,
        BatchNormState? batchNorm,
        LayerNormState? layerNorm)
    {
        Name = name;
        Weight = weight;
        RecurrentWeight = recurrentWeight;
        Bias = bias;
        RecurrentBias = recurrentBias;
        BatchNorm = batchNorm;
        LayerNorm = layerNorm;
    }

    /// <summary>Name of the property that declares the layer.</summary>
    public string Name { get; }

    /// <summary>Bits of the weights; 32 in full precision.</summary>
    public int Bits => Weight.Bits;

    /// <summary>
    /// Lengths of the axes of the weights: [out, in] of a linear layer, [out, in, kernel, kernel] of a convolution of images, [out, in,
    /// kernel] of sequences, [vocabulary, features] of an embedding, and [4·hidden, in] or [3·hidden, in] of the input weights of an LSTM
    /// or GRU.
    /// </summary>
    public IReadOnlyList<int> WeightShape => [.. Weight.Shape.Select(size => (int)size)];

    /// <summary>The weights; of a recurrent layer, its input weights. <see cref="CopyLatent"/> and the others are those of this parameter.</summary>
    public Parameter Weight { get; }

    /// <summary>
    /// The recurrent weights of an LSTM, [4·hidden, hidden], or GRU, [3·hidden, hidden], with separate scales; null for other layers.
    /// </summary>
    public Parameter? RecurrentWeight { get; }

    /// <summary>Bias in full precision, [out], or that of an LSTM, [4·hidden], or GRU, [3·hidden]; null if the layer has none.</summary>
    public Parameter? Bias { get; }

    /// <summary>The bias beside the recurrent weights of a GRU, [3·hidden], in full precision; null for other layers.</summary>
    public Parameter? RecurrentBias { get; }

    /// <summary>Batch normalisation of the layer; null if it has none.</summary>
    public BatchNormState? BatchNorm { get; }

    /// <summary>Layer normalisation of the layer; null if it has none.</summary>
    public LayerNormState? LayerNorm { get; }

    /// <summary>Copies the latent weights w, in the order of <see cref="WeightShape"/>.</summary>
    /// <param name="destination">Takes as many values as there are weights: the product of <see cref="WeightShape"/>.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void CopyLatent(Span<float> destination) => Weight.CopyLatent(destination);

    /// <summary>Copies the quantized weights q = α·b, in the order of <see cref="WeightShape"/>.</summary>
    /// <inheritdoc cref="CopyLatent"/>
    public void CopyQuantized(Span<float> destination) => Weight.CopyQuantized(destination);

    /// <summary>
    /// Copies the scales α: [1] per layer, [out] per channel, [gates] per gate; [2], [out, 2] or [gates, 2] with two scales, positive first.
    /// </summary>
    /// <param name="destination">Takes as many values as there are scales; none in full precision.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void CopyScale(Span<float> destination) => Weight.CopyScale(destination);

    /// <summary>
    /// Replaces the latent weights w and quantizes them anew as in an untrained model, with uniform curvature. The moments stay.
    /// </summary>
    /// <param name="values">
    /// Finite values in the order of <see cref="WeightShape"/>, as many as there are weights. The next step clips quantized weights to
    /// [−1, 1].
    /// </param>
    /// <exception cref="ArgumentException">The span has another length, or a value is NaN or infinite; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void SetLatent(ReadOnlySpan<float> values) => Weight.SetLatent(values);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Bits} bits)";
}
