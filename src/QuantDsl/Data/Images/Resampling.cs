namespace QuantDsl.Data;

/// <summary>
/// Weights for scaling a line of pixels: bilinear with antialiasing, the default of Pillow and torchvision. The filter is a triangle whose
/// half width is one pixel of the result, or one pixel of the source if that is larger.
/// </summary>
internal readonly struct Resampling
{
    private readonly int[] _first;
    private readonly float[] _weights;

    /// <summary>Computes the weights for a part of a scaled line.</summary>
    /// <param name="source">Length of the line in pixels.</param>
    /// <param name="scaled">Length of the scaled line in pixels.</param>
    /// <param name="start">First pixel of the scaled line that is needed.</param>
    /// <param name="count">Number of pixels that are needed.</param>
    public Resampling(int source, int scaled, int start, int count)
    {
        double scale = (double)source / scaled;
        double reach = Math.Max(scale, 1);
        Taps = (2 * (int)Math.Ceiling(reach)) + 1;
        _first = new int[count];
        _weights = new float[count * Taps];
        for (int i = 0; i < count; i++)
        {
            double center = (start + i + 0.5) * scale;
            int first = Math.Max(0, (int)(center - reach + 0.5));
            int end = Math.Min(source, (int)(center + reach + 0.5));
            double sum = 0;
            for (int pixel = first; pixel < end; pixel++)
                sum += Triangle((pixel + 0.5 - center) / reach);
            for (int pixel = first; pixel < end; pixel++)
                _weights[(i * Taps) + pixel - first] = (float)(Triangle((pixel + 0.5 - center) / reach) / sum);

            // Unused weights stay 0, so every pixel has the same number of taps.
            _first[i] = first;
        }
    }

    /// <summary>Number of weights per scaled pixel.</summary>
    public int Taps { get; }

    /// <summary>The first source pixel that contributes to scaled pixel <paramref name="i"/>.</summary>
    public int First(int i) => _first[i];

    /// <summary>The weights of this and the following source pixels; those beyond the line are 0.</summary>
    public ReadOnlySpan<float> Weights(int i) => _weights.AsSpan(i * Taps, Taps);

    private static double Triangle(double x) => Math.Max(0, 1 - Math.Abs(x));
}
