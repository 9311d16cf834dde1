namespace QuantDsl.Runtime;

/// <summary>
/// Global minimiser of the ternary grid (LATe): the weights that are not 0 are the k largest magnitudes for some k, so sorting and one sweep over
/// k find the scale that maximises (Σ D|w|)²/Σ D over them.
/// </summary>
/// <param name="capacity">Largest number of weights to sort.</param>
public sealed class ExactTernary(int capacity)
{
    private readonly float[] _magnitudes = new float[capacity];
    private readonly float[] _curvatures = new float[capacity];

    /// <summary>Scale over all weights; 0 when all are 0.</summary>
    public float Scale(ReadOnlySpan<float> latent, ReadOnlySpan<float> curvature)
    {
        for (int i = 0; i < latent.Length; i++)
        {
            _magnitudes[i] = MathF.Abs(latent[i]);
            _curvatures[i] = curvature[i];
        }
        return Minimise(latent.Length);
    }

    /// <summary>Scale over the positive (side = 1) or the negative (side = −1) weights; 0 when there are none.</summary>
    public float SideScale(ReadOnlySpan<float> latent, ReadOnlySpan<float> curvature, float side)
    {
        int count = 0;
        for (int i = 0; i < latent.Length; i++)
        {
            float magnitude = latent[i] * side;
            if (!(magnitude > 0f))
                continue;
            _magnitudes[count] = magnitude;
            _curvatures[count++] = curvature[i];
        }
        return Minimise(count);
    }

    private float Minimise(int count)
    {
        Array.Sort(_magnitudes, _curvatures, 0, count);
        double weighted = 0;
        double total = 0;
        double best = 0;
        double scale = 0;
        for (int i = count - 1; i >= 0; i--)
        {
            weighted += (double)_curvatures[i] * _magnitudes[i];
            total += _curvatures[i];
            double gain = weighted * weighted / total;
            if (gain > best)
            {
                best = gain;
                scale = weighted / total;
            }
        }
        return (float)scale;
    }
}
