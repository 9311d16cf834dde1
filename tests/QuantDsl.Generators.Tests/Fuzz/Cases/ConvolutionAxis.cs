namespace QuantDsl.Generators.Tests.Fuzz.Cases;

/// <summary>A direction of a random convolution.</summary>
/// <param name="Kernel">Rows of the kernel.</param>
/// <param name="Stride">Its stride.</param>
/// <param name="Dilation">Its dilation.</param>
/// <param name="Padding">Its padding, as code.</param>
internal sealed record ConvolutionAxis(int Kernel, int Stride, int Dilation, string Padding)
{
    private const string Same = "Padding.Same";

    /// <summary>One that fits, and gives the same size where that is wanted.</summary>
    public static ConvolutionAxis Of(Random random, int size, bool keepsSize)
    {
        int kernel = keepsSize ? random.Pick(new[] { 1, 3, 5 }) : random.Next(1, size + 1);
        int stride = keepsSize ? 1 : random.Next(1, 4);
        if (random.Chance(0.2))
            return new(kernel, stride, random.Next(1, 4), Same);
        int dilation = keepsSize || ((kernel - 1) * 2) + 1 <= size ? random.Next(1, 3) : 1;
        return new(kernel, stride, dilation, $"{(keepsSize ? kernel / 2 * dilation : random.Next(0, 3))}");
    }

    /// <summary>Places on an image of this size.</summary>
    public int Places(int size)
    {
        if (Padding == Same)
            return (size + Stride - 1) / Stride;
        int padding = int.Parse(Padding, System.Globalization.CultureInfo.InvariantCulture);
        return ((size + (2 * padding) - ((Kernel - 1) * Dilation) - 1) / Stride) + 1;
    }
}
