using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels.Products;

/// <summary>A convolution before a max pooling of a random window, and which place of each window was chosen.</summary>
internal sealed class PooledCase
{
    public PooledCase(int seed)
    {
        ConvolutionCase any = ConvolutionProductTests.Case(seed);
        var random = new Random(seed + 1000);
        int smallest = Math.Min(any.Shape.OutputHeight, any.Shape.OutputWidth), kernel = random.Next(1, Math.Min(4, smallest) + 1);
        Window = new PoolingWindow(kernel, random.Next(1, 4), random.Next(0, (kernel / 2) + 1));
        (int height, int width) = (any.Shape.OutputHeight, any.Shape.OutputWidth);
        (Rows, Columns) = (Window.Places(height), Window.Places(width));
        int count = any.Samples * Rows * Columns * any.Outputs;
        Gradient = KernelData.Normal(random, count);
        Chosen = new byte[count];
        Terms = new List<(int, int, int, float)>[any.Outputs];
        for (int channel = 0; channel < any.Outputs; channel++)
            Terms[channel] = [];
        for (int i = 0; i < count; i++)
        {
            int channel = i % any.Outputs, window = i / any.Outputs, sample = window / (Rows * Columns);
            int top = (window / Columns % Rows * Window.Stride) - Window.Padding;
            int left = (window % Columns * Window.Stride) - Window.Padding;
            int row = random.Next(Math.Max(top, 0), Math.Min(top + kernel, height));
            int column = random.Next(Math.Max(left, 0), Math.Min(left + kernel, width));
            Chosen[i] = (byte)(((row - top) * kernel) + column - left);
            Terms[channel].Add((sample, row, column, Gradient[i]));
        }
        Convolution = any;
    }

    public ConvolutionCase Convolution { get; }

    public PoolingWindow Window { get; }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Of the pooling's output, [sample][row][column][channel].</summary>
    public float[] Gradient { get; }

    public byte[] Chosen { get; }

    /// <summary>For each output channel, sample and pixel that each window chose, and its gradient, in order.</summary>
    public List<(int Sample, int Row, int Column, float Gradient)>[] Terms { get; }

    /// <summary>Terms of the gradient of weights of some samples, in their order, [output][row][column][input].</summary>
    public IEnumerable<IEnumerable<(float Gradient, float Input)>> WeightGradientTerms(int firstSample, int endSample)
    {
        ConvolutionCase c = Convolution;
        for (int output = 0; output < c.Outputs; output++)
        {
            var chosen = Terms[output].Where(term => term.Sample >= firstSample && term.Sample < endSample).ToList();
            for (int u = 0; u < c.Kernel.Y; u++)
            {
                for (int v = 0; v < c.Kernel.X; v++)
                {
                    for (int input = 0; input < c.Inputs; input++)
                    {
                        (int y, int x, int z) = (u, v, input);
                        yield return chosen.Select(term => (term.Gradient, c.InputAt(
                            term.Sample, (term.Row * c.Stride.Y) + (y * c.Dilation.Y) - c.Padding.Y,
                            (term.Column * c.Stride.X) + (x * c.Dilation.X) - c.Padding.X, z)));
                    }
                }
            }
        }
    }
}
