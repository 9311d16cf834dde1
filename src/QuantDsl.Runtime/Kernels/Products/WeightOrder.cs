using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// In which order a product reads weights that lie as [output channel][input channel][kernel row][kernel column]: its columns, and for each
/// column the terms of the sum, which are kernel rows, in them kernel columns, in them channels.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct WeightOrder
{
    /// <summary>Columns of the product.</summary>
    public int Columns { get; private init; }

    /// <summary>Terms of a sum.</summary>
    public int Steps => Rows * KernelColumns * Channels;

    internal int Rows { get; private init; }

    internal int KernelColumns { get; private init; }

    internal int Channels { get; private init; }

    internal nint Start { get; private init; }

    internal nint ColumnStride { get; private init; }

    internal nint RowStride { get; private init; }

    internal nint KernelColumnStride { get; private init; }

    internal nint ChannelStride { get; private init; }

    /// <summary>Whether columns are output channels; else the innermost terms are.</summary>
    internal bool IsForward { get; private init; }

    /// <summary>Whether it is that of a fully connected layer, where either columns or steps lie side by side.</summary>
    internal bool IsFlat => Rows == 1 && KernelColumns == 1 && (IsForward ? ChannelStride : ColumnStride) == 1;

    /// <summary>The forward product of a fully connected layer: a column is an output, and its terms are its weights as they lie.</summary>
    /// <param name="outputs">Outputs.</param>
    /// <param name="terms">Weights of an output.</param>
    public static WeightOrder Forward(int outputs, int terms) => new()
    {
        Columns = outputs,
        Rows = 1,
        KernelColumns = 1,
        Channels = terms,
        ColumnStride = terms,
        ChannelStride = 1,
        IsForward = true,
    };

    /// <summary>The forward product of a group of a convolution: a column is an output channel.</summary>
    public static WeightOrder Forward(in ConvolutionShape shape) => new()
    {
        Columns = shape.OutputsOfGroup,
        Rows = shape.KernelHeight,
        KernelColumns = shape.KernelWidth,
        Channels = shape.InputsOfGroup,
        ColumnStride = (nint)shape.InputsOfGroup * shape.KernelHeight * shape.KernelWidth,
        RowStride = shape.KernelWidth,
        KernelColumnStride = 1,
        ChannelStride = (nint)shape.KernelHeight * shape.KernelWidth,
        IsForward = true,
    };

    /// <summary>The gradient of a fully connected layer with respect to its input: a column is an input, its terms are outputs.</summary>
    /// <param name="outputs">Outputs of the layer.</param>
    /// <param name="inputs">Inputs of the layer.</param>
    public static WeightOrder InputGradient(int outputs, int inputs) => new()
    {
        Columns = inputs,
        Rows = 1,
        KernelColumns = 1,
        Channels = outputs,
        ColumnStride = 1,
        ChannelStride = inputs,
    };

    /// <summary>
    /// The gradient of a group of a convolution with respect to its input: a column is an input channel. Terms go through the output's
    /// gradient from its first row and column on, which is through the kernel from its last. With a stride only input rows and columns of
    /// one phase have the same terms: those whose place in the padded input leaves the remainder <paramref name="phase"/> on division by the
    /// stride.
    /// </summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="phase">Remainders of row and column; less than the strides.</param>
    public static WeightOrder InputGradient(in ConvolutionShape shape, (int Y, int X) phase)
    {
        ConvolutionAxis vertical = shape.Y, horizontal = shape.X;
        int rows = vertical.Taps(phase.Y), columns = horizontal.Taps(phase.X), pixels = shape.KernelHeight * shape.KernelWidth;
        return new()
        {
            Columns = shape.InputsOfGroup,
            Rows = rows,
            KernelColumns = columns,
            Channels = shape.OutputsOfGroup,
            Start = rows == 0 || columns == 0 ? 0 : (vertical.LastTap(phase.Y) * (nint)shape.KernelWidth) + horizontal.LastTap(phase.X),
            ColumnStride = pixels,
            RowStride = -vertical.TapStep * (nint)shape.KernelWidth,
            KernelColumnStride = -horizontal.TapStep,
            ChannelStride = (nint)pixels * shape.InputsOfGroup,
        };
    }
}
