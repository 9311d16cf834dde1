using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A two-dimensional convolution (cross-correlation, as everywhere in the field) in NHWC, and the products that it and its gradient with
/// respect to the input are. Padding is memory: input and output's gradient lie inside borders of zeros.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct ConvolutionShape
{
    /// <summary>Lines of the input, without padding.</summary>
    public required int Height { get; init; }

    /// <summary>Pixels of a line of the input, without padding.</summary>
    public required int Width { get; init; }

    /// <summary>Channels of the input.</summary>
    public required int Inputs { get; init; }

    /// <summary>Channels of the output.</summary>
    public required int Outputs { get; init; }

    /// <summary>Rows of the kernel.</summary>
    public required int KernelHeight { get; init; }

    /// <summary>Columns of the kernel.</summary>
    public required int KernelWidth { get; init; }

    /// <summary>Input lines from an output line to the next.</summary>
    public required int StrideY { get; init; }

    /// <summary>Input pixels from an output pixel to the next.</summary>
    public required int StrideX { get; init; }

    /// <summary>Lines of zeros above and below the input.</summary>
    public required int PaddingY { get; init; }

    /// <summary>Pixels of zeros to the left and right of the input.</summary>
    public required int PaddingX { get; init; }

    /// <summary>A convolution with square kernels.</summary>
    public static ConvolutionShape Square(int height, int width, int inputs, int outputs, int kernel, int stride, int padding) => new()
    {
        Height = height,
        Width = width,
        Inputs = inputs,
        Outputs = outputs,
        KernelHeight = kernel,
        KernelWidth = kernel,
        StrideY = stride,
        StrideX = stride,
        PaddingY = padding,
        PaddingX = padding,
    };

    /// <summary>Lines of the output.</summary>
    public int OutputHeight => ((Height + (2 * PaddingY) - KernelHeight) / StrideY) + 1;

    /// <summary>Pixels of a line of the output.</summary>
    public int OutputWidth => ((Width + (2 * PaddingX) - KernelWidth) / StrideX) + 1;

    /// <summary>Rows of zeros around the output's gradient that the gradient with respect to the input reads: above and below.</summary>
    public (int Before, int After) GradientBorderY => Border(Height, OutputHeight, KernelHeight, StrideY, PaddingY);

    /// <summary>Columns of zeros around the output's gradient: left and right.</summary>
    public (int Before, int After) GradientBorderX => Border(Width, OutputWidth, KernelWidth, StrideX, PaddingX);

    /// <summary>Rows of the kernel that meet an input row of the phase.</summary>
    public int TapsY(int phase) => Taps(KernelHeight, StrideY, phase);

    /// <summary>Columns of the kernel that meet an input column of the phase.</summary>
    public int TapsX(int phase) => Taps(KernelWidth, StrideX, phase);

    /// <summary>The forward product.</summary>
    /// <param name="input">How the input lies, from its first pixel on; what is before it is border.</param>
    /// <param name="output">How the output lies.</param>
    /// <param name="offsets">Room for an offset for each row of the kernel.</param>
    public TapShape Forward(in ImageGeometry input, in ImageGeometry output, int* offsets)
    {
        for (int row = 0; row < KernelHeight; row++)
            offsets[row] = ((row - PaddingY) * input.RowStride) - (PaddingX * Inputs);
        return new()
        {
            Taps = KernelHeight,
            Offsets = offsets,
            Terms = KernelWidth * Inputs,
            Columns = Outputs,
            Pixels = OutputWidth,
            Lines = OutputHeight,
            InputPixelStride = StrideX * Inputs,
            InputLineStride = StrideY * input.RowStride,
            InputSampleStride = (int)input.SampleStride,
            OutputPixelStride = Outputs,
            OutputLineStride = output.RowStride,
            OutputSampleStride = (int)output.SampleStride,
        };
    }

    /// <summary>The gradient with respect to the input pixels of a phase; <see cref="WeightOrder"/> says what that is.</summary>
    /// <param name="outputGradient">How the output's gradient lies, from its first pixel on; around it is border.</param>
    /// <param name="inputGradient">How the gradient with respect to the input lies.</param>
    /// <param name="phase">Remainders of row and column; less than the strides.</param>
    /// <param name="offsets">Room for an offset for each row of the kernel.</param>
    /// <param name="start">Where the phase's first pixel lies in the gradient with respect to the input.</param>
    public TapShape InputGradient(
        in ImageGeometry outputGradient, in ImageGeometry inputGradient, (int Y, int X) phase, int* offsets, out int start)
    {
        int taps = TapsY(phase.Y);
        int y = First(phase.Y, StrideY, PaddingY), x = First(phase.X, StrideX, PaddingX);
        int firstRow = ((y + PaddingY) / StrideY) - taps + 1;
        int firstColumn = ((x + PaddingX) / StrideX) - TapsX(phase.X) + 1;
        for (int row = 0; row < taps; row++)
            offsets[row] = ((firstRow + row) * outputGradient.RowStride) + (firstColumn * Outputs);
        start = (y * inputGradient.RowStride) + (x * Inputs);
        return new()
        {
            Taps = taps,
            Offsets = offsets,
            Terms = TapsX(phase.X) * Outputs,
            Columns = Inputs,
            Pixels = Places(Width, x, StrideX),
            Lines = Places(Height, y, StrideY),
            InputPixelStride = Outputs,
            InputLineStride = outputGradient.RowStride,
            InputSampleStride = (int)outputGradient.SampleStride,
            OutputPixelStride = StrideX * Inputs,
            OutputLineStride = StrideY * inputGradient.RowStride,
            OutputSampleStride = (int)inputGradient.SampleStride,
        };
    }

    /// <summary>The first place of a phase.</summary>
    private static int First(int phase, int stride, int padding) => (((phase - padding) % stride) + stride) % stride;

    private static int Taps(int kernel, int stride, int phase) => phase < kernel ? (kernel - phase + stride - 1) / stride : 0;

    private static int Places(int size, int first, int stride) => first < size ? (size - first + stride - 1) / stride : 0;

    private static (int Before, int After) Border(int size, int outputSize, int kernel, int stride, int padding)
    {
        int before = 0, after = 0;
        for (int phase = 0; phase < stride; phase++)
        {
            int first = First(phase, stride, padding), places = Places(size, first, stride), taps = Taps(kernel, stride, phase);
            if (places == 0 || taps == 0)
                continue;
            int last = ((first + padding) / stride) + places - 1;
            before = Math.Max(before, taps - 1 - ((first + padding) / stride));
            after = Math.Max(after, last - (outputSize - 1));
        }
        return (before, after);
    }
}
