namespace QuantDsl.CompilerServices;

/// <summary>
/// Gradients of an output with respect to its pixels, copied so that what a tile reads of one pixel after the other lies side by side. In
/// the matrix of a wide layer each pixel is on another page and, where lines are a power of two apart, in the same set of a cache.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal static unsafe class OuterPanels<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>From a pixel to the next: room for the rows of the largest tile.</summary>
    private const int PixelStride = 16;

    /// <summary>From the panel of a tile to that of the next, in another set of a cache.</summary>
    public const int Length = (OuterPart.Most + 1) * PixelStride;

    /// <summary>Copies the gradients of some pixels with respect to the output channels of some tiles.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="gradient">The output's gradient of sample 0.</param>
    /// <param name="part">Which pixels.</param>
    /// <param name="tiles">All tiles.</param>
    /// <param name="some">Which of them; each has a panel.</param>
    /// <param name="panels">Place of <see cref="Length"/> numbers a tile.</param>
    public static void Copy(in OuterShape shape, float* gradient, in OuterPart part, RowTiles tiles, UnitRange some, float* panels)
    {
        float* sampleGradient = gradient + part.Gradient(shape);
        for (int sample = 0; sample < part.Samples; sample++, sampleGradient += shape.GradientSampleStride)
        {
            float* lineGradient = sampleGradient;
            for (int line = 0; line < part.Lines; line++, lineGradient += shape.GradientLineStride)
            {
                float* y = lineGradient;
                for (int pixel = 0; pixel < part.Pixels; pixel++, y += shape.GradientPixelStride, panels += PixelStride)
                    Copy(y, tiles, some, panels);
            }
        }
    }

    /// <summary>The pixels, as a tile reads them.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="input">The input of sample 0, at the tile's first term.</param>
    /// <param name="part">Which pixels.</param>
    /// <param name="panel">The tile's panel.</param>
    /// <param name="second">From the first vector of terms to the second.</param>
    public static OuterBlock Block(in OuterShape shape, float* input, in OuterPart part, float* panel, int second) => new()
    {
        Input = input + part.Input(shape),
        Gradient = panel,
        Samples = part.Samples,
        Lines = part.Lines,
        Pixels = part.Pixels,
        InputPixelStride = shape.InputPixelStride,
        InputLineStride = shape.InputLineStride,
        InputSampleStride = shape.InputSampleStride,
        GradientPixelStride = PixelStride,
        GradientLineStride = part.Pixels * PixelStride,
        GradientSampleStride = part.Lines * part.Pixels * PixelStride,
        Second = second,
    };

    private static void Copy(float* gradient, RowTiles tiles, UnitRange some, float* panels)
    {
        for (int tile = some.Start; tile < some.End; tile++, panels += Length)
        {
            int first = tiles.Start(tile), rows = tiles.Rows(tile);
            for (int row = 0; row < rows; row += TLanes.Count)
                TLanes.Store(LaneAccess.Load<TLanes>(gradient + first + row, Math.Min(TLanes.Count, rows - row)), panels + row);
        }
    }
}
