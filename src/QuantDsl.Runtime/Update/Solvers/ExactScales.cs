using System.Runtime.InteropServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Global minimiser of the ternary grid (LATe): the weights that are not 0 are the k largest magnitudes for some k, so sorting and one
/// sweep over k find the scale that maximises (Σ D|w|)²/Σ D over them.
/// </summary>
internal static unsafe class ExactScales
{
    /// <summary>Scale over all weights; 0 when all are 0.</summary>
    public static float Scale(ReadOnlySpan<float> latent, ReadOnlySpan<float> curvature)
    {
        float* memory = Allocate(latent.Length);
        Span<float> magnitudes = new(memory, latent.Length);
        Span<float> curvatures = new(memory + latent.Length, latent.Length);
        for (int i = 0; i < latent.Length; i++)
        {
            magnitudes[i] = MathF.Abs(latent[i]);
            curvatures[i] = curvature[i];
        }
        return Minimise(memory, magnitudes, curvatures);
    }

    /// <summary>Scale over the positive (side = 1) or the negative (side = −1) weights; 0 when there are none.</summary>
    public static float SideScale(ReadOnlySpan<float> latent, ReadOnlySpan<float> curvature, float side)
    {
        float* memory = Allocate(latent.Length);
        Span<float> magnitudes = new(memory, latent.Length);
        Span<float> curvatures = new(memory + latent.Length, latent.Length);
        int count = 0;
        for (int i = 0; i < latent.Length; i++)
        {
            float magnitude = latent[i] * side;
            if (!(magnitude > 0f))
                continue;
            magnitudes[count] = magnitude;
            curvatures[count++] = curvature[i];
        }
        return Minimise(memory, magnitudes[..count], curvatures[..count]);
    }

    /// <summary>Two copies of the weights' size; native, for an update leaves nothing to the garbage collector.</summary>
    private static float* Allocate(int count) => (float*)NativeMemory.Alloc((nuint)count, 2 * sizeof(float));

    /// <summary>Sorts the copies, finds the scale, and frees their memory.</summary>
    private static float Minimise(float* memory, Span<float> magnitudes, Span<float> curvatures)
    {
        magnitudes.Sort(curvatures);
        double weighted = 0;
        double total = 0;
        double best = 0;
        double scale = 0;
        for (int i = magnitudes.Length - 1; i >= 0; i--)
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
        NativeMemory.Free(memory);
        return (float)scale;
    }
}
