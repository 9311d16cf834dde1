namespace QuantDsl.Tests.Reference;

/// <summary>
/// 2-D convolution (cross-correlation, as everywhere in the field) with zero padding. Weight [out, in / groups, height, width].
/// </summary>
public sealed class ConvolutionLayer(int inChannels, int outChannels, ConvolutionWindow window, bool bias = true) : NetworkLayer
{
    private readonly int _inChannels = inChannels / window.Groups; // of an output channel

    /// <summary>With a square kernel.</summary>
    public ConvolutionLayer(int inChannels, int outChannels, int kernel, int stride = 1, int padding = 0, bool bias = true)
        : this(inChannels, outChannels, ConvolutionWindow.Square(kernel, stride, padding), bias)
    {
    }

    private NdArray _input = null!;

    public NetworkParameter Weight { get; } = new(
        "weight", true, outChannels, inChannels / window.Groups, window.Kernel.Y, window.Kernel.X);

    /// <summary>[out]; null without bias.</summary>
    public NetworkParameter? Bias { get; } = bias ? new("bias", false, outChannels) : null;

    public override IReadOnlyList<NetworkParameter> Parameters => Bias is null ? [Weight] : [Weight, Bias];

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        _input = input;
        (int height, int width) = window.Over(input.Shape[2], input.Shape[3]);
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
        (int above, int before) = window.PaddingBefore(height, width);
        int output = 0;
        for (int n = 0; n < outputShape[0]; n++)
        {
            for (int o = 0; o < outChannels; o++)
            {
                int firstChannel = o / (outChannels / window.Groups) * _inChannels;
                for (int y = 0; y < outputShape[2]; y++)
                {
                    int top = y * window.Stride.Y - above;
                    for (int x = 0; x < outputShape[3]; x++, output++)
                    {
                        int left = x * window.Stride.X - before;
                        for (int c = 0; c < _inChannels; c++)
                        {
                            for (int i = 0; i < window.Kernel.Y; i++)
                            {
                                int row = top + i * window.Dilation.Y;
                                if (row < 0 || row >= height) continue;
                                int line = ((n * inChannels + firstChannel + c) * height + row) * width;
                                VisitRow(output, line, left, ((o * _inChannels + c) * window.Kernel.Y + i) * window.Kernel.X, visitor);
                            }
                        }
                    }
                }
            }
        }
    }

    /// <summary>A row of the kernel on a line of the input.</summary>
    private void VisitRow<TVisitor>(int output, int line, int left, int weight, TVisitor visitor)
        where TVisitor : struct, IVisitor
    {
        int width = _input.Shape[3];
        if (window.Dilation.X == 1)
        {
            int first = Math.Max(0, -left), count = Math.Min(window.Kernel.X, width - left) - first;
            if (count > 0) visitor.Visit(output, line + left + first, weight + first, count);
            return;
        }

        for (int j = 0; j < window.Kernel.X; j++)
        {
            int column = left + j * window.Dilation.X;
            if (column >= 0 && column < width) visitor.Visit(output, line + column, weight + j, 1);
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
