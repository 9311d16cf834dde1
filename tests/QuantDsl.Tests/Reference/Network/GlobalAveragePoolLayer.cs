namespace QuantDsl.Tests.Reference;

/// <summary>Mean of each channel: [N, C, H, W] → [N, C].</summary>
public sealed class GlobalAveragePoolLayer : NetworkLayer
{
    private NdArray _input = null!;

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        _input = input;
        NdArray output = new([input.Batch, input.Channels]);
        foreach ((int n, int c, int y, int x) in Images.Indices(input)) output[n, c] += input[n, c, y, x] / input.PixelsPerChannel;
        return output;
    }

    public override NdArray Backward(NdArray outputGradient)
    {
        NdArray inputGradient = _input.ZerosLike();
        foreach ((int n, int c, int y, int x) in Images.Indices(inputGradient))
        {
            inputGradient[n, c, y, x] = outputGradient[n, c] / _input.PixelsPerChannel;
        }

        return inputGradient;
    }
}
