namespace QuantDsl.CompilerServices;

/// <summary>
/// Some of the pixels that a weight gradient sums, at most <see cref="Most"/>: samples with all their lines, lines of a sample, or pixels of
/// a line.
/// </summary>
/// <param name="sample">The first sample.</param>
/// <param name="line">Its first line.</param>
/// <param name="pixel">Its first pixel.</param>
internal readonly struct OuterPart(int sample, int line, int pixel)
{
    /// <summary>Pixels of a part at most.</summary>
    public const int Most = 128;

    /// <summary>How many samples.</summary>
    public int Samples { get; private init; }

    /// <summary>How many lines of a sample.</summary>
    public int Lines { get; private init; }

    /// <summary>How many pixels of a line.</summary>
    public int Pixels { get; private init; }

    /// <summary>Whether it is the last part.</summary>
    public bool IsLast { get; private init; }

    /// <summary>From the input of sample 0 to that of the first pixel.</summary>
    public nint Input(in OuterShape shape) =>
        ((nint)sample * shape.InputSampleStride) + ((nint)line * shape.InputLineStride) + ((nint)pixel * shape.InputPixelStride);

    /// <summary>From the gradient of sample 0 to that of the first pixel.</summary>
    public nint Gradient(in OuterShape shape) =>
        ((nint)sample * shape.GradientSampleStride) + ((nint)line * shape.GradientLineStride) + ((nint)pixel * shape.GradientPixelStride);

    /// <summary>The first part of some samples.</summary>
    public static OuterPart First(in OuterShape shape, int start, int end) => Of(shape, start, 0, 0, end);

    /// <summary>The part after this one, which is not the last.</summary>
    public OuterPart Next(in OuterShape shape, int end)
    {
        if (pixel + Pixels < shape.Pixels)
            return Of(shape, sample, line, pixel + Pixels, end);
        return line + Lines < shape.Lines ? Of(shape, sample, line + Lines, 0, end) : Of(shape, sample + Samples, 0, 0, end);
    }

    private static OuterPart Of(in OuterShape shape, int sample, int line, int pixel, int end)
    {
        int pixels = Math.Min(Most, shape.Pixels - pixel);
        int lines = pixels < shape.Pixels ? 1 : Math.Clamp(Most / pixels, 1, shape.Lines - line);
        int samples = lines < shape.Lines || pixels < shape.Pixels ? Math.Min(1, end - sample)
            : Math.Min(Math.Max(1, Most / (lines * pixels)), end - sample);
        return new OuterPart(sample, line, pixel)
        {
            Samples = samples,
            Lines = lines,
            Pixels = pixels,
            IsLast = sample + samples == end && line + lines == shape.Lines && pixel + pixels == shape.Pixels,
        };
    }
}
