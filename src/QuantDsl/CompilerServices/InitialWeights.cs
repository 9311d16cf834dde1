using QuantDsl.Data;

namespace QuantDsl.CompilerServices;

/// <summary>The latent weights of an untrained model, which are the same on every device and system.</summary>
internal static class InitialWeights
{
    private const ulong Stream = 0x57656967687473; // "Weights" in ASCII

    /// <summary>Draws weights from U[−bound, bound).</summary>
    /// <param name="seed">Seed of the model.</param>
    /// <param name="parameter">Number of the parameter: each has a stream of random numbers of its own.</param>
    /// <param name="bound">The bound, positive and finite.</param>
    /// <param name="weights">Where they go.</param>
    public static void Draw(long seed, int parameter, float bound, Span<float> weights)
    {
        SplitMix64 random = new(SplitMix64.Mix(SplitMix64.Mix(Stream, (ulong)seed), (ulong)parameter));
        foreach (ref float weight in weights)
            weight = bound * ((2 * random.NextUnit()) - 1); // only the product is rounded, to less than the bound
    }
}
