namespace QuantDsl.Tests.Reference;

/// <summary>
/// 2-D convolution (cross-correlation, as everywhere in the field) with a square kernel and zero padding. Weight [out, in, k, k].
/// </summary>
public sealed class ConvolutionLayer(int inChannels, int outChannels, int kernel, int stride = 1, int padding = 0, bool bias = true)
    : NetworkLayer
{
    private NdArray _input = null!;

    public NetworkParameter Weight { get; } = new("weight", true, outChannels, inChannels, kernel, kernel);

    /// <summary>[out]; null without bias.</summary>
    public NetworkParameter? Bias { get; } = bias ? new("bias", false, outChannels) : null;

    public override IReadOnlyList<NetworkParameter> Parameters => Bias is null ? [Weight] : [Weight, Bias];

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        _input = input;
        int height = (input.Shape[2] + 2 * padding - kernel) / stride + 1;
        int width = (input.Shape[3] + 2 * padding - kernel) / stride + 1;
        NdArray output = new([input.Batch, outChannels, height, width]);
        if (Bias is not null)
        {
            for (int n = 0; n < output.Batch; n++)
            {
                for (int o = 0; o < outChannels; o++)
                {
                    for (int y = 0; y < height; y++)
                    {
                        for (int x = 0; x < width; x++)
                            output[n, o, y, x] = Bias.Values[o];
                    }
                }
            }
        }

        foreach ((int n, int o, int y, int x, int c, int inY, int inX, int w) in Connections(output.Shape))
        {
            output[n, o, y, x] += Weight.Values[w] * input[n, c, inY, inX];
        }

        return output;
    }

    public override NdArray Backward(NdArray outputGradient)
    {
        NdArray inputGradient = _input.ZerosLike();
        foreach ((int n, int o, int y, int x, int c, int inY, int inX, int w) in Connections(outputGradient.Shape))
        {
            inputGradient[n, c, inY, inX] += Weight.Values[w] * outputGradient[n, o, y, x];
            Weight.Gradient[w] += _input[n, c, inY, inX] * outputGradient[n, o, y, x];
        }

        if (Bias is not null)
        {
            for (int n = 0; n < outputGradient.Batch; n++)
            {
                for (int o = 0; o < outChannels; o++)
                {
                    for (int y = 0; y < outputGradient.Shape[2]; y++)
                    {
                        for (int x = 0; x < outputGradient.Shape[3]; x++)
                            Bias.Gradient[o] += outputGradient[n, o, y, x];
                    }
                }
            }
        }

        return inputGradient;
    }

    /// <summary>Every (output element, input element, weight) that are multiplied; input in the padding is zero and left out.</summary>
    private IEnumerable<(int N, int O, int Y, int X, int C, int InY, int InX, int W)> Connections(int[] outputShape)
    {
        for (int n = 0; n < outputShape[0]; n++)
        {
            for (int o = 0; o < outChannels; o++)
            {
                for (int y = 0; y < outputShape[2]; y++)
                {
                    for (int x = 0; x < outputShape[3]; x++)
                    {
                        for (int c = 0; c < inChannels; c++)
                        {
                            for (int i = 0; i < kernel; i++)
                            {
                                for (int j = 0; j < kernel; j++)
                                {
                                    int inY = y * stride + i - padding;
                                    int inX = x * stride + j - padding;
                                    if (inY < 0 || inY >= _input.Shape[2] || inX < 0 || inX >= _input.Shape[3]) continue;
                                    yield return (n, o, y, x, c, inY, inX, ((o * inChannels + c) * kernel + i) * kernel + j);
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
