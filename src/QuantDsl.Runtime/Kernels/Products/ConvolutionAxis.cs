namespace QuantDsl.CompilerServices;

/// <summary>
/// One direction of a convolution. Output o meets row u of the kernel (or column) at place o · stride + u · dilation − padding of the
/// input. Places whose distance from the beginning of the padding leaves the same remainder on division by the stride, which is their
/// phase, meet the same rows of the kernel, every <see cref="TapStep"/>th; from one of these rows to the next the outputs are
/// <see cref="GradientStep"/> apart.
/// </summary>
internal readonly record struct ConvolutionAxis
{
    /// <summary>Places of the input, without padding.</summary>
    public required int Size { get; init; }

    /// <summary>Outputs.</summary>
    public required int OutputSize { get; init; }

    /// <summary>Rows of the kernel.</summary>
    public required int Kernel { get; init; }

    /// <summary>Places from an output to the next.</summary>
    public required int Stride { get; init; }

    /// <summary>Places from a row of the kernel to the next.</summary>
    public required int Dilation { get; init; }

    /// <summary>Zeros before the input.</summary>
    public required int Padding { get; init; }

    /// <summary>From a row of the kernel to the next that meets the same phase.</summary>
    public int TapStep => Stride / Divisor(Stride, Dilation);

    /// <summary>From the output that a row of the kernel meets to that of the row <see cref="TapStep"/> before it.</summary>
    public int GradientStep => Dilation / Divisor(Stride, Dilation);

    /// <summary>The first place of a phase.</summary>
    public int First(int phase) => (((phase - Padding) % Stride) + Stride) % Stride;

    /// <summary>How many places a phase has.</summary>
    public int Places(int phase)
    {
        int first = First(phase);
        return first < Size ? (Size - first + Stride - 1) / Stride : 0;
    }

    /// <summary>How many rows of the kernel meet a phase.</summary>
    public int Taps(int phase)
    {
        int first = FirstTap(phase);
        return first < Kernel ? (Kernel - first + TapStep - 1) / TapStep : 0;
    }

    /// <summary>The first row of the kernel that meets a phase; one behind the last where none does.</summary>
    public int FirstTap(int phase)
    {
        int end = Math.Min(Kernel, TapStep);
        for (int row = 0; row < end; row++)
        {
            if ((long)row * Dilation % Stride == phase)
                return row;
        }
        return Kernel;
    }

    /// <summary>The last row of the kernel that meets a phase, which meets the first of its outputs.</summary>
    public int LastTap(int phase) => FirstTap(phase) + (TapStep * (Taps(phase) - 1));

    /// <summary>The first output that the first place of a phase meets; before the first of all, it is in the border.</summary>
    public int FirstOutput(int phase) => (First(phase) + Padding - (LastTap(phase) * Dilation)) / Stride;

    /// <summary>Zeros before and after the output's gradient that places of the input meet.</summary>
    public (int Before, int After) GradientBorder()
    {
        int before = 0, after = 0;
        for (int row = 0; row < Kernel; row++)
        {
            int from = Padding - (row * Dilation);
            int first = -Quotient(-from, Stride), last = Quotient(Size - 1 + from, Stride);
            if (first > last)
                continue; // the row meets no place of the input
            before = Math.Max(before, -first);
            after = Math.Max(after, last - (OutputSize - 1));
        }
        return (before, after);
    }

    /// <summary>Rounded down.</summary>
    private static int Quotient(int number, int divisor) => (number / divisor) - (number % divisor < 0 ? 1 : 0);

    private static int Divisor(int one, int other)
    {
        while (other > 0)
            (one, other) = (other, one % other);
        return one;
    }
}
