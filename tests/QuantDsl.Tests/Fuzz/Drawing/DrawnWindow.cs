using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Fuzz;

/// <summary>A window that slides over an image.</summary>
internal sealed record DrawnWindow(DrawnAxis Height, DrawnAxis Width)
{
    /// <summary>Rows or columns of a value at most.</summary>
    private const int Largest = 14;

    /// <summary>What the reference makes of it.</summary>
    public ConvolutionWindow Reference => new((Height.Kernel, Width.Kernel))
    {
        Stride = (Height.Stride, Width.Stride),
        Padding = (Height.Padding, Width.Padding),
        Dilation = (Height.Dilation, Width.Dilation),
        IsSame = (Height.IsSame, Width.IsSame),
    };

    public int Pixels => Height.Kernel * Width.Kernel;

    /// <summary>A window that fits into an image.</summary>
    public static DrawnWindow Draw(Random random, int largestKernel, Func<int, int> mostPadding, int[] image, bool isOfConvolution = true)
    {
        for (; ; )
        {
            var height = DrawnAxis.Draw(random, largestKernel, mostPadding, isOfConvolution);
            DrawnAxis width = !isOfConvolution || random.Next(3) > 0
                ? height
                : DrawnAxis.Draw(random, largestKernel, mostPadding, isOfConvolution);
            var window = new DrawnWindow(height, width);
            int[] output = window.Over(image, 1);
            if (output[1] is >= 1 and <= Largest && output[2] is >= 1 and <= Largest)
                return window;
        }
    }

    /// <summary>One from which images of a certain size come.</summary>
    public static DrawnWindow DrawLike(Random random, int[] image, int[] output)
    {
        for (; ; )
        {
            DrawnWindow window = Draw(random, largestKernel: 5, kernel => kernel, image);
            if (window.Over(image, output[0]).SequenceEqual(output))
                return window;
        }
    }

    /// <summary>Shape of the images that come from others; not positive where the window does not fit.</summary>
    public int[] Over(int[] image, int channels) => [channels, Height.Places(image[1]), Width.Places(image[2])];

    /// <summary>The arguments of an attribute whose stride is one by default.</summary>
    public string Arguments(int stride)
    {
        string kernel = Height.Kernel == Width.Kernel ? $"{Height.Kernel}" : $"{Height.Kernel}, {Width.Kernel}";
        return kernel
            + Named("Stride", axis => $"{axis.Stride}", $"{stride}")
            + Named("Padding", axis => axis.IsSame ? "Padding.Same" : $"{axis.Padding}", "0")
            + Named("Dilation", axis => $"{axis.Dilation}", "1");
    }

    /// <summary>A named argument: for both directions, and for one where it has its own.</summary>
    private string Named(string name, Func<DrawnAxis, string> value, string otherwise)
    {
        string height = value(Height), width = value(Width);
        string both = height == otherwise ? "" : $", {name} = {height}";
        return height == width ? both : $"{both}, {name}Width = {width}";
    }
}
