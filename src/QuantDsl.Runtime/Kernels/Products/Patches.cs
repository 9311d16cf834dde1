namespace QuantDsl.CompilerServices;

/// <summary>
/// Lines of an image as patches: for each output pixel the terms of all taps side by side, and zeros up to a multiple of 16. So lanes are
/// filled where a tap has few terms, as in the first convolution of a network.
/// </summary>
internal static unsafe class Patches
{
    /// <summary>Terms of a patch: those of all taps, and zeros.</summary>
    public static int Length(int steps) => (steps + 15) & ~15;

    /// <summary>Writes the patches of some lines.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="input">The input of the first line.</param>
    /// <param name="lines">Lines.</param>
    /// <param name="lineStride">From the input of a line to that of the next.</param>
    /// <param name="patches">Where the patches go.</param>
    public static void Gather(in OuterShape shape, float* input, int lines, nint lineStride, float* patches)
    {
        int terms = shape.Terms, padding = Length(shape.Steps) - shape.Steps;
        for (int line = 0; line < lines; line++)
        {
            for (int pixel = 0; pixel < shape.Pixels; pixel++)
            {
                float* x = input + (line * lineStride) + ((nint)pixel * shape.InputPixelStride);
                for (int tap = 0; tap < shape.Taps; tap++)
                {
                    float* from = x + shape.Offsets[tap];
                    for (int term = 0; term < terms; term++)
                        *patches++ = from[term];
                }
                for (int term = 0; term < padding; term++)
                    *patches++ = 0;
            }
        }
    }
}
