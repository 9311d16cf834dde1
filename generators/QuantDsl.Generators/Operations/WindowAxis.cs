namespace QuantDsl.Generators.Operations;

/// <summary>One direction in which a window slides over an image: along its height or along its width.</summary>
/// <param name="Kernel">Rows or columns of the window.</param>
/// <param name="Stride">Rows or columns between two places of it.</param>
/// <param name="Padding">Rows or columns of zeros before and after the image, or <see cref="Same"/>.</param>
/// <param name="Dilation">Rows or columns of the image from a row or column of the window to the next.</param>
internal sealed record WindowAxis(int Kernel, int Stride, int Padding, int Dilation = 1)
{
    /// <summary>The value of <c>Padding.Same</c>: as many zeros as give a place of the window for each stride, rounded up.</summary>
    public const int Same = int.MinValue;

    /// <summary>The only row of a sequence.</summary>
    public static WindowAxis One { get; } = new(Kernel: 1, Stride: 1, Padding: 0);

    /// <summary>The argument that says <see cref="Kernel"/>.</summary>
    public string KernelName { get; init; } = "kernel";

    /// <summary>The argument that says <see cref="Stride"/>.</summary>
    public string StrideName { get; init; } = "Stride";

    /// <summary>The argument that says <see cref="Padding"/>.</summary>
    public string PaddingName { get; init; } = "Padding";

    /// <summary>The argument that says <see cref="Dilation"/>.</summary>
    public string DilationName { get; init; } = "Dilation";

    /// <summary>Whether the padding follows from the size of the image.</summary>
    public bool IsSame => Padding == Same;

    /// <summary>Whether all numbers are in range.</summary>
    public bool IsRight => !CheckArguments().Any();

    /// <summary>Rows or columns of the image from the first of the window to the last.</summary>
    public long Extent => ((Kernel - 1L) * Dilation) + 1;

    /// <summary>A named argument as it would be written behind others; empty for its default.</summary>
    public static string Named(string name, int value, int otherwise) =>
        value == otherwise ? "" : $", {name} = {(value == Same ? "Padding.Same" : Invariant.Of(value))}";

    public IEnumerable<ArgumentProblem> CheckArguments()
    {
        if (Kernel < 1)
            yield return new(KernelName, Kernel, "the kernel must be at least 1");
        if (Stride < 1 && Kernel >= 1)
            yield return new(StrideName, Stride, "the stride must be at least 1", "1");
        if (Padding < 0 && !IsSame)
            yield return new(PaddingName, Padding, "the padding must be at least 0", "0");
        if (Dilation < 1)
            yield return new(DilationName, Dilation, "the dilation must be at least 1", "1");
    }

    /// <summary>Rows or columns of zeros before an image of this size and after it.</summary>
    public (long Before, long After) PaddingOf(int size)
    {
        if (!IsSame)
            return (Padding, Padding);
        long places = ((long)size + Stride - 1) / Stride;
        long missing = Math.Max(0, ((places - 1) * Stride) + Extent - size);
        return (missing / 2, missing - (missing / 2));
    }

    /// <summary>Rows or columns of an image with its padding.</summary>
    public long Padded(int size)
    {
        (long before, long after) = PaddingOf(size);
        return before + size + after;
    }

    /// <summary>Places of the window on an image of this size; it must fit.</summary>
    public long Places(int size) => ((Padded(size) - Extent) / Stride) + 1;

    /// <summary>Rows or columns of zeros around the output's gradient that the gradient with respect to the input reads.</summary>
    /// <param name="size">Rows or columns of the input.</param>
    /// <param name="outputSize">Those of the output.</param>
    public int GradientBorder(int size, int outputSize)
    {
        (long first, long last) = (0, outputSize - 1L);
        for (int row = Kernel - 1; row >= 0; row--)
        {
            if (Outputs(size, row) is not { } met)
                continue;
            first = Math.Min(first, met.First); // rows before it meet later outputs
            break;
        }
        for (int row = 0; row < Kernel; row++)
        {
            if (Outputs(size, row) is not { } met)
                continue;
            last = Math.Max(last, met.Last);
            break;
        }
        return (int)Math.Max(-first, last - (outputSize - 1));
    }

    /// <summary>The outputs for which a row of the window meets the input; null where there is none.</summary>
    private (long First, long Last)? Outputs(int size, int row)
    {
        long from = PaddingOf(size).Before - ((long)row * Dilation);
        long first = -Quotient(-from, Stride), last = Quotient(size - 1 + from, Stride);
        return first <= last ? (first, last) : null;
    }

    /// <summary>Rounded down.</summary>
    private static long Quotient(long number, long divisor) => (number / divisor) - (number % divisor < 0 ? 1 : 0);
}
