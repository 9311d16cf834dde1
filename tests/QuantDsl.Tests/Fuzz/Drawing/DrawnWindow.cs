namespace QuantDsl.Tests.Fuzz;

/// <summary>A square window that slides over an image.</summary>
internal sealed record DrawnWindow(int Kernel, int Stride, int Padding)
{
    /// <summary>Rows or columns of a value at most.</summary>
    private const int Largest = 14;

    /// <summary>A window that fits into an image.</summary>
    public static DrawnWindow Draw(Random random, int largestKernel, Func<int, int> mostPadding, int[] image)
    {
        for (; ; )
        {
            int kernel = random.Next(1, largestKernel + 1);
            int padding = random.Next(2) == 0 ? 0 : random.Next(mostPadding(kernel) + 1);
            var window = new DrawnWindow(kernel, random.Next(2) == 0 ? 1 : random.Next(1, 4), padding);
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
    public int[] Over(int[] image, int channels) => [channels, Places(image[1]), Places(image[2])];

    /// <summary>The arguments of an attribute whose stride is one by default.</summary>
    public string Arguments(int stride) =>
        $"{Kernel}{(Stride == stride ? "" : $", Stride = {Stride}")}{(Padding == 0 ? "" : $", Padding = {Padding}")}";

    private int Places(int size) => Kernel > size + (2 * Padding) ? 0 : ((size + (2 * Padding) - Kernel) / Stride) + 1;
}
