using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Emit.Cpu;

/// <summary>The sizes of a convolution as generated code writes them, as an argument.</summary>
internal static class ConvolutionShapes
{
    public static string Of(Convolution conv, Shape shape)
    {
        Shape input = shape.AsImage();
        (WindowAxis rows, WindowAxis columns) = conv.Window;
        (long above, long below) = rows.PaddingOf(input.Height);
        (long left, long right) = columns.PaddingOf(input.Width);
        bool isSquare = (rows.Kernel, rows.Stride, above, below) == (columns.Kernel, columns.Stride, left, right);
        if (isSquare && above == below && rows.Dilation == 1 && columns.Dilation == 1 && conv.Groups == 1)
        {
            return $"ConvolutionShape.Square({input.Height}, {input.Width}, inputs: {input.Channels}, outputs: {conv.Channels}, "
                + $"kernel: {rows.Kernel}, stride: {rows.Stride}, padding: {above})";
        }
        return $$"""

                new ConvolutionShape
                {
                    Height = {{input.Height}}, Width = {{input.Width}}, Inputs = {{input.Channels}}, Outputs = {{conv.Channels}},
                    KernelHeight = {{rows.Kernel}}, KernelWidth = {{columns.Kernel}},
                    StrideY = {{rows.Stride}}, StrideX = {{columns.Stride}},
                    PaddingY = {{above}}, PaddingX = {{left}}, ExtraPaddingY = {{below - above}}, ExtraPaddingX = {{right - left}},
                    DilationY = {{rows.Dilation}}, DilationX = {{columns.Dilation}}, Groups = {{conv.Groups}},
                }
            """;
    }
}
