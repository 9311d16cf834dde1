namespace QuantDsl.Data;

/// <summary>
/// Which pixels of a line make every pixel of a scaled line: bilinear with antialiasing, that is, a triangle as wide as a pixel of the
/// result, but at least of the source. Pillow's and torchvision's default.
/// </summary>
internal readonly struct Resampling
{
    private readonly int[] _first;
    private readonly float[] _weights;

    /// <summary>Weights for a part of a scaled line.</summary>
    /// <param name="source">Pixels of the line.</param>
    /// <param name="scaled">Pixels of the scaled line.</param>
    /// <param name="start">The first one of these that is wanted.</param>
    /// <param name="count">How many are.</param>
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

            // Weights beyond the last pixel are 0: every pixel has the same number of taps, all of them within the line.
            _first[i] = first;
        }
    }

    /// <summary>How many pixels make one, at most.</summary>
    public int Taps { get; }

    /// <summary>The first pixel that makes pixel <paramref name="i"/>.</summary>
    public int First(int i) => _first[i];

    /// <summary>The weights of the first and the following pixels; those beyond the line are 0.</summary>
    public ReadOnlySpan<float> Weights(int i) => _weights.AsSpan(i * Taps, Taps);

    private static double Triangle(double x) => Math.Max(0, 1 - Math.Abs(x));
}
