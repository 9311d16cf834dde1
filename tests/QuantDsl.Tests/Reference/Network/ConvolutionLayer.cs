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

        double[] weights = Weight.Values;
        ForEachConnection(output.Shape, (outputs, inputs, w) => output.Data[outputs] += weights[w] * input.Data[inputs]);
        return output;
    }

    public override NdArray Backward(NdArray outputGradient)
    {
        NdArray inputGradient = _input.ZerosLike();
        (double[] x, double[] dx, double[] dy) = (_input.Data, inputGradient.Data, outputGradient.Data);
        (double[] weights, double[] weightGradient) = (Weight.Values, Weight.Gradient);
        ForEachConnection(outputGradient.Shape, (outputs, inputs, w) =>
        {
            dx[inputs] += weights[w] * dy[outputs];
            weightGradient[w] += x[inputs] * dy[outputs];
        });

        if (Bias is not null)
        {
            for (int n = 0; n < outputGradient.Batch; n++)
            {
                for (int o = 0; o < outChannels; o++)
                {
                    for (int y = 0; y < outputGradient.Shape[2]; y++)
                    {
                        for (int column = 0; column < outputGradient.Shape[3]; column++)
                            Bias.Gradient[o] += outputGradient[n, o, y, column];
                    }
                }
            }
        }

        return inputGradient;
    }

    /// <summary>
    /// Every output element, input element and weight that are multiplied, as positions in their data; input in the padding is zero and left out.
    /// </summary>
    private void ForEachConnection(int[] outputShape, Action<int, int, int> visit)
    {
        (int height, int width) = (_input.Shape[2], _input.Shape[3]);
        int outputs = 0;
        for (int n = 0; n < outputShape[0]; n++)
        {
            for (int o = 0; o < outChannels; o++)
            {
                for (int y = 0; y < outputShape[2]; y++)
                {
                    for (int x = 0; x < outputShape[3]; x++, outputs++)
                    {
                        for (int c = 0; c < inChannels; c++)
                        {
                            for (int i = 0; i < kernel; i++)
                            {
                                int inY = y * stride + i - padding;
                                if (inY < 0 || inY >= height) continue;
                                int row = ((n * inChannels + c) * height + inY) * width;
                                for (int j = 0; j < kernel; j++)
                                {
                                    int inX = x * stride + j - padding;
                                    if (inX < 0 || inX >= width) continue;
                                    visit(outputs, row + inX, ((o * inChannels + c) * kernel + i) * kernel + j);
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
