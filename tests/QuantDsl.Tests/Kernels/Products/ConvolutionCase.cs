using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels.Products;

/// <summary>A convolution with random numbers, and its slow definition: which terms an output, or a gradient, is the sum of.</summary>
internal sealed record ConvolutionCase(
    int Samples, int Height, int Width, int Inputs, int Outputs, (int Y, int X) Kernel, (int Y, int X) Stride, (int Y, int X) Padding)
{
    /// <summary>Lines and pixels of zeros below and on the right that are not above and on the left as well.</summary>
    public (int Y, int X) ExtraPadding { get; init; }

    public (int Y, int X) Dilation { get; init; } = (1, 1);

    /// <summary>Blocks of channels that do not meet; the terms are those of one group.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>The declared batch.</summary>
    public int Batch { get; init; } = Samples;

    public float[] Input { get; private set; } = [];

    public float[] Weights { get; set; } = [];

    /// <summary>The weights as [output][input][row][column].</summary>
    public float[] WeightsAsInFiles =>
    [
        .. from o in Enumerable.Range(0, Outputs)
           from c in Enumerable.Range(0, Inputs / Groups)
           from u in Enumerable.Range(0, Kernel.Y)
           from v in Enumerable.Range(0, Kernel.X)
           select Weights[WeightIndex(o, u, v, c)],
    ];

    public float[] Gradient { get; private set; } = [];

    public float[] Bias { get; private set; } = [];

    public ConvolutionShape Shape => new()
    {
        Height = Height,
        Width = Width,
        Inputs = Inputs,
        Outputs = Outputs,
        KernelHeight = Kernel.Y,
        KernelWidth = Kernel.X,
        StrideY = Stride.Y,
        StrideX = Stride.X,
        PaddingY = Padding.Y,
        PaddingX = Padding.X,
        ExtraPaddingY = ExtraPadding.Y,
        ExtraPaddingX = ExtraPadding.X,
        DilationY = Dilation.Y,
        DilationX = Dilation.X,
        Groups = Groups,
    };

    public (int Samples, int Height, int Width, int Channels) InputSize => (Samples, Height, Width, Inputs);

    public (int Samples, int Height, int Width, int Channels) OutputSize => (Samples, Shape.OutputHeight, Shape.OutputWidth, Outputs);

    public static ConvolutionCase Linear(int samples, int inputs, int outputs) => new(samples, 1, 1, inputs, outputs, (1, 1), (1, 1), (0, 0));

    public ConvolutionCase Fill(int seed)
    {
        Random random = new(seed);
        Input = Numbers(Samples * Height * Width * Inputs);
        Weights = Numbers(Outputs * Kernel.Y * Kernel.X * Inputs / Groups);
        Gradient = Numbers(Samples * Shape.OutputHeight * Shape.OutputWidth * Outputs);
        Bias = Numbers(Outputs);
        return this;

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    /// <summary>A group by itself.</summary>
    public ConvolutionCase Group(int group)
    {
        int inputs = Inputs / Groups, outputs = Outputs / Groups, weights = Weights.Length / Groups;
        return this with
        {
            Inputs = inputs,
            Outputs = outputs,
            Groups = 1,
            Input = [.. Input.Where((_, i) => i % Inputs / inputs == group)],
            Gradient = [.. Gradient.Where((_, i) => i % Outputs / outputs == group)],
            Weights = Weights[(group * weights)..((group + 1) * weights)],
        };
    }

    /// <summary>Terms of the outputs, in the order of <see cref="Gradient"/>.</summary>
    public IEnumerable<IEnumerable<(float Input, float Weight)>> OutputTerms()
    {
        ConvolutionShape shape = Shape;
        for (int n = 0; n < Samples; n++)
        {
            for (int y = 0; y < shape.OutputHeight; y++)
            {
                for (int x = 0; x < shape.OutputWidth; x++)
                {
                    for (int o = 0; o < Outputs; o++)
                        yield return OutputTerms(n, y, x, o);
                }
            }
        }
    }

    /// <summary>Terms of the gradient with respect to the input, in the order of <see cref="Input"/>.</summary>
    public IEnumerable<IEnumerable<(float Gradient, float Weight)>> InputGradientTerms()
    {
        for (int n = 0; n < Samples; n++)
        {
            for (int y = 0; y < Height; y++)
            {
                for (int x = 0; x < Width; x++)
                {
                    for (int c = 0; c < Inputs; c++)
                        yield return InputGradientTerms(n, y, x, c);
                }
            }
        }
    }

    /// <summary>Terms of the gradient with respect to the weights, in the order of <see cref="Weights"/>, of some samples.</summary>
    public IEnumerable<IEnumerable<(float Gradient, float Input)>> WeightGradientTerms(int firstSample, int endSample)
    {
        for (int o = 0; o < Outputs; o++)
        {
            for (int u = 0; u < Kernel.Y; u++)
            {
                for (int v = 0; v < Kernel.X; v++)
                {
                    for (int c = 0; c < Inputs; c++)
                        yield return WeightGradientTerms(firstSample, endSample, o, u, v, c);
                }
            }
        }
    }

    private IEnumerable<(float, float)> OutputTerms(int n, int y, int x, int o)
    {
        for (int u = 0; u < Kernel.Y; u++)
        {
            for (int v = 0; v < Kernel.X; v++)
            {
                int row = (y * Stride.Y) + (u * Dilation.Y) - Padding.Y, column = (x * Stride.X) + (v * Dilation.X) - Padding.X;
                if (row < 0 || row >= Height || column < 0 || column >= Width)
                    continue;
                for (int c = 0; c < Inputs; c++)
                    yield return (Input[InputIndex(n, row, column, c)], Weights[WeightIndex(o, u, v, c)]);
            }
        }
    }

    private IEnumerable<(float, float)> InputGradientTerms(int n, int y, int x, int c)
    {
        ConvolutionShape shape = Shape;
        for (int row = 0; row < shape.OutputHeight; row++)
        {
            for (int column = 0; column < shape.OutputWidth; column++)
            {
                (int u, int restY) = Math.DivRem(y + Padding.Y - (row * Stride.Y), Dilation.Y);
                (int v, int restX) = Math.DivRem(x + Padding.X - (column * Stride.X), Dilation.X);
                if (restY != 0 || restX != 0 || u < 0 || u >= Kernel.Y || v < 0 || v >= Kernel.X)
                    continue;
                for (int o = 0; o < Outputs; o++)
                    yield return (Gradient[GradientIndex(n, row, column, o)], Weights[WeightIndex(o, u, v, c)]);
            }
        }
    }

    private IEnumerable<(float, float)> WeightGradientTerms(int firstSample, int endSample, int o, int u, int v, int c)
    {
        ConvolutionShape shape = Shape;
        for (int n = firstSample; n < endSample; n++)
        {
            for (int y = 0; y < shape.OutputHeight; y++)
            {
                for (int x = 0; x < shape.OutputWidth; x++)
                {
                    int row = (y * Stride.Y) + (u * Dilation.Y) - Padding.Y, column = (x * Stride.X) + (v * Dilation.X) - Padding.X;
                    if (row >= 0 && row < Height && column >= 0 && column < Width)
                        yield return (Gradient[GradientIndex(n, y, x, o)], Input[InputIndex(n, row, column, c)]);
                }
            }
        }
    }

    /// <summary>A number of the input; 0 in the padding.</summary>
    public float InputAt(int n, int y, int x, int c) =>
        y >= 0 && y < Height && x >= 0 && x < Width ? Input[InputIndex(n, y, x, c)] : 0;

    private int InputIndex(int n, int y, int x, int c) => (((((n * Height) + y) * Width) + x) * Inputs) + c;

    private int WeightIndex(int o, int u, int v, int c) => (((((o * Kernel.Y) + u) * Kernel.X) + v) * (Inputs / Groups)) + c;

    private int GradientIndex(int n, int y, int x, int o) => (((((n * Shape.OutputHeight) + y) * Shape.OutputWidth) + x) * Outputs) + o;
}
