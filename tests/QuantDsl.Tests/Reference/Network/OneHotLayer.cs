namespace QuantDsl.Tests.Reference;

/// <summary>[N, length] ids → [N, length, vocabulary]: zeros with a one at the id.</summary>
public sealed class OneHotLayer(int vocabulary) : NetworkLayer
{
    private NdArray _ids = null!;

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        _ids = input;
        NdArray output = new([.. input.Shape, vocabulary]);
        for (int i = 0; i < input.Data.Length; i++) output.Data[i * vocabulary + (int)input.Data[i]] = 1;
        return output;
    }

    /// <summary>Ids have no gradient.</summary>
    public override NdArray Backward(NdArray outputGradient) => _ids.ZerosLike();
}
