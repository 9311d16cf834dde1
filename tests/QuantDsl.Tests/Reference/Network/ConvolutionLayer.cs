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

        ForEachRun(output.Shape, new Products(output.Data, input.Data, Weight.Values));
        return output;
    }

    public override NdArray Backward(NdArray outputGradient)
    {
        NdArray inputGradient = _input.ZerosLike();
        ForEachRun(
            outputGradient.Shape,
            new Gradients(outputGradient.Data, _input.Data, inputGradient.Data, Weight.Values, Weight.Gradient));

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
    /// Every output element with the input elements and weights that are multiplied for it, row by row of the kernel, as positions in their
    /// data; input in the padding is zero and left out.
    /// </summary>
    private void ForEachRun<TVisitor>(int[] outputShape, TVisitor visitor)
        where TVisitor : struct, IVisitor
    {
        (int height, int width) = (_input.Shape[2], _input.Shape[3]);
        int output = 0;
        for (int n = 0; n < outputShape[0]; n++)
        {
            for (int o = 0; o < outChannels; o++)
            {
                for (int y = 0; y < outputShape[2]; y++)
                {
                    int top = y * stride - padding;
                    for (int x = 0; x < outputShape[3]; x++, output++)
                    {
                        int left = x * stride - padding;
                        int first = Math.Max(0, -left);
                        int count = Math.Min(kernel, width - left) - first;
                        if (count <= 0) continue;
                        for (int c = 0; c < inChannels; c++)
                        {
                            for (int i = Math.Max(0, -top); i < Math.Min(kernel, height - top); i++)
                            {
                                int input = ((n * inChannels + c) * height + top + i) * width + left + first;
                                visitor.Visit(output, input, ((o * inChannels + c) * kernel + i) * kernel + first, count);
                            }
                        }
                    }
                }
            }
        }
    }

    /// <summary>What is done with one output element, and elements of the input and weights side by side.</summary>
    private interface IVisitor
    {
        void Visit(int output, int input, int weight, int count);
    }

    /// <summary>Adds products to the output.</summary>
    private readonly struct Products(double[] outputs, double[] inputs, double[] weights) : IVisitor
    {
        public void Visit(int output, int input, int weight, int count)
        {
            double sum = outputs[output];
            for (int j = 0; j < count; j++)
                sum += weights[weight + j] * inputs[input + j];
            outputs[output] = sum;
        }
    }

    /// <summary>Adds to the gradients of input and weights.</summary>
    private readonly struct Gradients(double[] dy, double[] x, double[] dx, double[] weights, double[] dw) : IVisitor
    {
        public void Visit(int output, int input, int weight, int count)
        {
            double g = dy[output];
            for (int j = 0; j < count; j++)
            {
                dx[input + j] += weights[weight + j] * g;
                dw[weight + j] += x[input + j] * g;
            }
        }
    }
}
