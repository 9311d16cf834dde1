using System.Buffers;

namespace QuantDsl.Runtime;

/// <summary>
/// Global minimiser of the ternary grid (LATe): the weights that are not 0 are the k largest magnitudes for some k, so sorting and one sweep over
/// k find the scale that maximises (Σ D|w|)²/Σ D over them.
/// </summary>
public static class ExactSolver
{
    /// <summary>Scale over all weights; 0 when all are 0.</summary>
    public static float Scale(ReadOnlySpan<float> latent, ReadOnlySpan<float> curvature)
    {
        float[] magnitudes = ArrayPool<float>.Shared.Rent(latent.Length);
        float[] curvatures = ArrayPool<float>.Shared.Rent(latent.Length);
        for (int i = 0; i < latent.Length; i++)
        {
            magnitudes[i] = MathF.Abs(latent[i]);
            curvatures[i] = curvature[i];
        }
        return Minimise(magnitudes, curvatures, latent.Length);
    }

    /// <summary>Scale over the positive (side = 1) or the negative (side = −1) weights; 0 when there are none.</summary>
    public static float SideScale(ReadOnlySpan<float> latent, ReadOnlySpan<float> curvature, float side)
    {
        float[] magnitudes = ArrayPool<float>.Shared.Rent(latent.Length);
        float[] curvatures = ArrayPool<float>.Shared.Rent(latent.Length);
        int count = 0;
        for (int i = 0; i < latent.Length; i++)
        {
            float magnitude = latent[i] * side;
            if (!(magnitude > 0f))
                continue;
            magnitudes[count] = magnitude;
            curvatures[count++] = curvature[i];
        }
        return Minimise(magnitudes, curvatures, count);
    }

    /// <summary>Sorts what was rented, finds the scale, and gives it back.</summary>
    private static float Minimise(float[] magnitudes, float[] curvatures, int count)
    {
        Array.Sort(magnitudes, curvatures, 0, count);
        double weighted = 0;
        double total = 0;
        double best = 0;
        double scale = 0;
        for (int i = count - 1; i >= 0; i--)
        {
            weighted += (double)curvatures[i] * magnitudes[i];
            total += curvatures[i];
            double gain = weighted * weighted / total;
            if (gain > best)
            {
                best = gain;
                scale = weighted / total;
            }
        }
        ArrayPool<float>.Shared.Return(magnitudes);
        ArrayPool<float>.Shared.Return(curvatures);
        return (float)scale;
    }
}
