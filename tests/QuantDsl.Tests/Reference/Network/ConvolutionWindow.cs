namespace QuantDsl.Tests.Reference;

/// <summary>How a kernel slides over an image.</summary>
/// <param name="Kernel">Its rows and columns.</param>
public sealed record ConvolutionWindow((int Y, int X) Kernel)
{
    public (int Y, int X) Stride { get; init; } = (1, 1);

    /// <summary>Zeros on either side; not read where <see cref="IsSame"/> says so.</summary>
    public (int Y, int X) Padding { get; init; }

    /// <summary>Whether zeros on both sides, an odd one after the image, give ⌈size / stride⌉ outputs.</summary>
    public (bool Y, bool X) IsSame { get; init; }

    public (int Y, int X) Dilation { get; init; } = (1, 1);

    /// <summary>Blocks of channels that do not meet.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Of a sequence: a row.</summary>
    public static ConvolutionWindow Along(int kernel, int stride = 1, int padding = 0, int dilation = 1) =>
        new((1, kernel)) { Stride = (1, stride), Padding = (0, padding), Dilation = (1, dilation) };

    public static ConvolutionWindow Square(int kernel, int stride, int padding) =>
        new((kernel, kernel)) { Stride = (stride, stride), Padding = (padding, padding) };

    /// <summary>Rows and columns of the output.</summary>
    public (int Height, int Width) Over(int height, int width) => (
        Places(height, Kernel.Y, Stride.Y, Padding.Y, Dilation.Y, IsSame.Y),
        Places(width, Kernel.X, Stride.X, Padding.X, Dilation.X, IsSame.X));

    /// <summary>Zeros above and on the left.</summary>
    public (int Above, int Left) PaddingBefore(int height, int width) =>
        (IsSame.Y ? Missing(height, Kernel.Y, Stride.Y, Dilation.Y) / 2 : Padding.Y,
            IsSame.X ? Missing(width, Kernel.X, Stride.X, Dilation.X) / 2 : Padding.X);

    private static int Places(int size, int kernel, int stride, int padding, int dilation, bool isSame)
    {
        if (isSame) return (size + stride - 1) / stride;
        int left = size + 2 * padding - ((kernel - 1) * dilation + 1);
        return left < 0 ? 0 : left / stride + 1;
    }

    private static int Missing(int size, int kernel, int stride, int dilation) =>
        Math.Max(0, (Places(size, kernel, stride, 0, dilation, isSame: true) - 1) * stride + (kernel - 1) * dilation + 1 - size);
}
