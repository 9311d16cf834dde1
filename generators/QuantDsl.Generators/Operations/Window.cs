using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.Generators.Operations;

/// <summary>A rectangular window that slides over an image.</summary>
/// <param name="Rows">Along the height.</param>
/// <param name="Columns">Along the width.</param>
internal sealed record Window(WindowAxis Rows, WindowAxis Columns)
{
    /// <summary>Whether one argument says the stride of both directions, and one the padding.</summary>
    public bool HasCommonNames => Rows.StrideName == Columns.StrideName && Rows.PaddingName == Columns.PaddingName;

    /// <summary>Pixels of the window.</summary>
    public int Pixels => Rows.Kernel * Columns.Kernel;

    public IEnumerable<ArgumentProblem> CheckArguments() => Rows.CheckArguments().Concat(Columns.CheckArguments()).Distinct();

    /// <summary>The image of one value for each place.</summary>
    /// <param name="operation">The operation, for messages.</param>
    /// <param name="input">The image that it slides over.</param>
    /// <param name="channels">Channels of the result.</param>
    public Inference Over(Operation operation, Shape input, int channels)
    {
        if (!input.IsImage)
            return NeedsImage(operation, input);
        if (!Rows.IsRight || !Columns.IsRight)
            return Inference.Unknown; // reported by the checks of arguments
        long height = Rows.Padded(input.Height), width = Columns.Padded(input.Width);
        if (Rows.Extent > height || Columns.Extent > width)
            return Inference.Fails(Ids.KernelTooLarge, operation.Text, $"{height}×{width}");
        double rows = Rows.Places(input.Height), columns = Columns.Places(input.Width);
        double elements = channels * rows * columns;
        if (elements > Shape.MaximumElements)
            return new(null, [Inference.TooLarge("an output", elements, $"{channels}×{Invariant.Of(rows)}×{Invariant.Of(columns)}")]);
        var output = Shape.Of(channels, (int)rows, (int)columns);
        return TooLarge("an input within its padding", input, Border(input))
            ?? TooLarge("an output's gradient within its padding", output, GradientBorder(input, output))
            ?? output;
    }

    private static Inference? TooLarge(string what, Shape image, double border)
    {
        double height = image.Height + (2 * border), width = image.Width + (2 * border), elements = image.Channels * height * width;
        return elements > Shape.MaximumElements
            ? new(null, [Inference.TooLarge(what, elements, $"{image.Channels}×{Invariant.Of(height)}×{Invariant.Of(width)}")])
            : null;
    }

    /// <summary>Pixels of zeros around an image, the same on each side, in which the window finds its padding.</summary>
    public long Border(Shape input) => Math.Max(Rows.PaddingOf(input.Height).After, Columns.PaddingOf(input.Width).After);

    /// <summary>Pixels of zeros around the output's gradient that the gradient with respect to the input reads.</summary>
    public int GradientBorder(Shape input, Shape output) => Math.Max(
        Rows.GradientBorder(input.Height, output.Height), Columns.GradientBorder(input.Width, output.Width));

    /// <summary>What to say to an operation on images that gets none.</summary>
    public static Inference NeedsImage(Operation operation, Shape input) => Inference.Fails(Ids.NeedsImage, operation.Text, input.Words);
}
