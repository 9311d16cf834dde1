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

    /// <summary>Lines of zeros above the input.</summary>
    public required int PaddingY { get; init; }

    /// <summary>Pixels of zeros to the left of the input.</summary>
    public required int PaddingX { get; init; }

    /// <summary>How many more lines of zeros are below the input than above.</summary>
    public required int ExtraPaddingY { get; init; }

    /// <summary>How many more pixels of zeros are to the right of the input than to the left.</summary>
    public required int ExtraPaddingX { get; init; }

    /// <summary>Input lines from a row of the kernel to the next.</summary>
    public required int DilationY { get; init; }

    /// <summary>Input pixels from a column of the kernel to the next.</summary>
    public required int DilationX { get; init; }

    /// <summary>
    /// Blocks of channels of the input and of the output, in order, of which only those at the same place meet. Products are those of a
    /// group; those of another are the same, as many channels further on.
    /// </summary>
    public required int Groups { get; init; }

    /// <summary>Channels of the input in a group.</summary>
    public int InputsOfGroup => Inputs / Groups;

    /// <summary>Channels of the output in a group.</summary>
    public int OutputsOfGroup => Outputs / Groups;

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
        ExtraPaddingY = 0,
        ExtraPaddingX = 0,
        DilationY = 1,
        DilationX = 1,
        Groups = 1,
    };

    /// <summary>Lines of the output.</summary>
    public int OutputHeight => Places(Height + (2 * PaddingY) + ExtraPaddingY, KernelHeight, DilationY, StrideY);

    /// <summary>Pixels of a line of the output.</summary>
    public int OutputWidth => Places(Width + (2 * PaddingX) + ExtraPaddingX, KernelWidth, DilationX, StrideX);

    /// <summary>Rows of zeros around the output's gradient that the gradient with respect to the input reads: above and below.</summary>
    public (int Before, int After) GradientBorderY => Y.GradientBorder();

    /// <summary>Columns of zeros around the output's gradient: left and right.</summary>
    public (int Before, int After) GradientBorderX => X.GradientBorder();

    /// <summary>Taps of the forward product: rows of the kernel, or its pixels where those of a row do not meet neighbours.</summary>
    public int Taps => DilationX == 1 && Groups == 1 ? KernelHeight : KernelHeight * KernelWidth;

    /// <summary>Taps of a gradient with respect to the input at most, whatever the phase.</summary>
    public int MostGradientTaps => KernelHeight * (HasGradientRows ? 1 : KernelWidth);

    /// <summary>Whether those of a tap of the gradient with respect to the input lie side by side.</summary>
    private bool HasGradientRows => X.GradientStep == 1 && Groups == 1;

    internal ConvolutionAxis Y => new()
    {
        Size = Height,
        OutputSize = OutputHeight,
        Kernel = KernelHeight,
        Stride = StrideY,
        Dilation = DilationY,
        Padding = PaddingY,
    };

    internal ConvolutionAxis X => new()
    {
        Size = Width,
        OutputSize = OutputWidth,
        Kernel = KernelWidth,
        Stride = StrideX,
        Dilation = DilationX,
        Padding = PaddingX,
    };

    /// <summary>The forward product.</summary>
    /// <param name="input">How the input lies, from its first pixel on; what is before it is border.</param>
    /// <param name="output">How the output lies.</param>
    /// <param name="offsets">Room for as many offsets as there are <see cref="Taps"/>; null: they do not matter.</param>
    public TapShape Forward(in ImageGeometry input, in ImageGeometry output, int* offsets)
    {
        int columns = Taps / KernelHeight;
        for (int tap = 0; offsets != null && tap < Taps; tap++)
        {
            (int row, int column) = Math.DivRem(tap, columns);
            offsets[tap] = (((row * DilationY) - PaddingY) * input.RowStride) + (((column * DilationX) - PaddingX) * Inputs);
        }
        return new()
        {
            Taps = Taps,
            Offsets = offsets,
            Terms = Groups == 1 ? KernelWidth / columns * Inputs : InputsOfGroup,
            Channels = InputsOfGroup,
            Columns = OutputsOfGroup,
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
    /// <param name="offsets">Room for <see cref="MostGradientTaps"/> offsets.</param>
    /// <param name="start">Where the phase's first pixel lies in the gradient with respect to the input.</param>
    public TapShape InputGradient(
        in ImageGeometry outputGradient, in ImageGeometry inputGradient, (int Y, int X) phase, int* offsets, out int start)
    {
        ConvolutionAxis vertical = Y, horizontal = X;
        int rows = vertical.Taps(phase.Y), columns = horizontal.Taps(phase.X);
        int neighbours = HasGradientRows ? columns : 1; // pixels of a tap
        int tapsOfRow = neighbours == 0 ? 0 : columns / neighbours;
        int firstRow = rows == 0 ? 0 : vertical.FirstOutput(phase.Y), firstColumn = columns == 0 ? 0 : horizontal.FirstOutput(phase.X);
        for (int row = 0; row < rows; row++)
        {
            int line = (firstRow + (row * vertical.GradientStep)) * outputGradient.RowStride;
            for (int column = 0; column < tapsOfRow; column++)
                *offsets++ = line + ((firstColumn + (column * horizontal.GradientStep)) * Outputs);
        }
        int taps = rows * tapsOfRow;
        start = (vertical.First(phase.Y) * inputGradient.RowStride) + (horizontal.First(phase.X) * Inputs);
        return new()
        {
            Taps = taps,
            Offsets = offsets - taps,
            Terms = neighbours * OutputsOfGroup,
            Channels = OutputsOfGroup,
            Columns = InputsOfGroup,
            Pixels = horizontal.Places(phase.X),
            Lines = vertical.Places(phase.Y),
            InputPixelStride = Outputs,
            InputLineStride = outputGradient.RowStride,
            InputSampleStride = (int)outputGradient.SampleStride,
            OutputPixelStride = StrideX * Inputs,
            OutputLineStride = StrideY * inputGradient.RowStride,
            OutputSampleStride = (int)inputGradient.SampleStride,
        };
    }

    private static int Places(int padded, int kernel, int dilation, int stride) => ((padded - ((kernel - 1) * dilation) - 1) / stride) + 1;
}
