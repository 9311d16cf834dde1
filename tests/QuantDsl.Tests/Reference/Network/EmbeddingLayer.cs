namespace QuantDsl.Tests.Reference;

/// <summary>[N, length] ids → [N, length, features]: the row of the weight [vocabulary, features] at the id.</summary>
public sealed class EmbeddingLayer(int vocabulary, int features) : NetworkLayer
{
    private NdArray _ids = null!;

    public NetworkParameter Weight { get; } = new("weight", true, vocabulary, features);

    public override IReadOnlyList<NetworkParameter> Parameters => [Weight];

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        _ids = input;
        NdArray output = new([.. input.Shape, features]);
        for (int i = 0; i < output.Data.Length; i++) output.Data[i] = Weight.Values[Place(i)];
        return output;
    }

    /// <summary>Ids have no gradient; a row gets that of all its readers.</summary>
    public override NdArray Backward(NdArray outputGradient)
    {
        for (int i = 0; i < outputGradient.Data.Length; i++) Weight.Gradient[Place(i)] += outputGradient.Data[i];
        return _ids.ZerosLike();
    }

    private int Place(int i) => (int)_ids.Data[i / features] * features + i % features;
}
