using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Fuzz;

/// <summary>A direction in which a window slides.</summary>
internal sealed record DrawnAxis(int Kernel, int Stride, int Padding)
{
    public int Dilation { get; private init; } = 1;

    /// <summary>Whether the padding keeps the size, divided by the stride.</summary>
    public bool IsSame { get; private init; }

    /// <summary>Any numbers.</summary>
    public static DrawnAxis Draw(Random random, int largestKernel, Func<int, int> mostPadding, bool isOfConvolution)
    {
        int kernel = random.Next(1, largestKernel + 1);
        int padding = random.Next(2) == 0 ? 0 : random.Next(mostPadding(kernel) + 1);
        var axis = new DrawnAxis(kernel, random.Next(2) == 0 ? 1 : random.Next(1, 4), padding);
        if (!isOfConvolution)
            return axis;
        axis = axis with { Dilation = random.Next(4) == 0 ? random.Next(2, 4) : 1 };
        return random.Next(5) == 0 ? axis with { IsSame = true, Padding = 0 } : axis;
    }

    /// <summary>As a window of the reference that slides along a sequence.</summary>
    public ConvolutionWindow Along => ConvolutionWindow.Along(Kernel, Stride, Padding, Dilation) with { IsSame = (false, IsSame) };

    /// <summary>The arguments of an attribute that has one direction.</summary>
    public string Arguments => $"{Kernel}{(Stride == 1 ? "" : $", Stride = {Stride}")}"
        + (IsSame ? ", Padding = Padding.Same" : Padding == 0 ? "" : $", Padding = {Padding}")
        + (Dilation == 1 ? "" : $", Dilation = {Dilation}");

    /// <summary>Places on an image of this size.</summary>
    public int Places(int size) => Along.Over(1, size).Width;
}
