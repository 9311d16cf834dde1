using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.Generators.Operations;

/// <summary>A square window that slides over an image.</summary>
/// <param name="Kernel">Rows and columns of the window.</param>
/// <param name="Stride">Rows and columns between two places of it.</param>
/// <param name="Padding">Rows and columns of zeros around the image.</param>
internal sealed record Window(int Kernel, int Stride, int Padding)
{
    public IEnumerable<ArgumentProblem> CheckArguments()
    {
        if (Kernel < 1)
            yield return new("kernel", Kernel, "the kernel must be at least 1");
        if (Stride < 1 && Kernel >= 1)
            yield return new("Stride", Stride, "the stride must be at least 1", "1");
        if (Padding < 0)
            yield return new("Padding", Padding, "the padding must be at least 0", "0");
    }

    /// <summary>The image of one value for each place.</summary>
    /// <param name="operation">The operation, for messages.</param>
    /// <param name="input">The image that it slides over.</param>
    /// <param name="channels">Channels of the result.</param>
    public Inference Over(Operation operation, Shape input, int channels)
    {
        if (!input.IsImage)
            return NeedsImage(operation, input);
        long height = (long)input.Height + (2L * Padding);
        long width = (long)input.Width + (2L * Padding);
        if (Kernel < 1 || Stride < 1 || Padding < 0)
            return Inference.Unknown; // reported by the checks of arguments
        if (Kernel > height || Kernel > width)
            return Inference.Fails(Ids.KernelTooLarge, operation.Text, $"{height}×{width}");
        double rows = ((height - Kernel) / Stride) + 1;
        double columns = ((width - Kernel) / Stride) + 1;
        double elements = channels * rows * columns;
        return elements > Shape.MaximumElements
            ? new Inference(null, [Inference.TooLarge("an output", elements, $"{channels}×{Invariant.Of(rows)}×{Invariant.Of(columns)}")])
            : Shape.Of(channels, (int)rows, (int)columns);
    }

    /// <summary>Rows or columns of zeros around the output's gradient that the gradient with respect to the input reads.</summary>
    /// <param name="size">Rows or columns of the input.</param>
    /// <param name="outputSize">Those of the output.</param>
    public int GradientBorder(int size, int outputSize)
    {
        int border = 0;
        for (int phase = 0; phase < Stride; phase++)
        {
            int first = (((phase - Padding) % Stride) + Stride) % Stride; // row of the input that leaves this remainder in the padded one
            int taps = phase < Kernel ? (Kernel - phase + Stride - 1) / Stride : 0;
            if (first >= size || taps == 0)
                continue;
            int place = (first + Padding) / Stride;
            int last = place + ((size - 1 - first) / Stride);
            border = Math.Max(border, Math.Max(taps - 1 - place, last - (outputSize - 1)));
        }
        return border;
    }

    /// <summary>What to say to an operation on images that gets none.</summary>
    public static Inference NeedsImage(Operation operation, Shape input) => Inference.Fails(Ids.NeedsImage, operation.Text, input.Words);
}
