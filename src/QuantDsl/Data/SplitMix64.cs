using System.Numerics;

namespace QuantDsl.Data;

/// <summary>
/// The SplitMix64 generator (Steele, Lea and Flood, 2014). System.Random and torch.Generator keep only about 32 bits of a seed, so among 14
/// 000 images with seeds of their own two would coincide in one of every few dozen runs; and these numbers do not change with a library's
/// version.
/// </summary>
internal struct SplitMix64(ulong state)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state = state;

    /// <summary>The finaliser: a bijection on 64 bits in which every input bit flips about half of the output bits.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>
    /// Combines a seed and an index into a new seed; for a given <paramref name="seed"/>, distinct indices give distinct results.
    /// </summary>
    public static ulong Mix(ulong seed, ulong index) => Mix(Mix(seed + Golden) + (index * Golden));

    public ulong Next() => Mix(_state += Golden);

    /// <summary>Uniform in [0, bound), without bias (Lemire, 2019).</summary>
    public long NextBelow(long bound)
    {
        ulong range = (ulong)bound;
        ulong high = Math.BigMul(Next(), range, out ulong low);
        if (low < range)
        {
            ulong threshold = unchecked(0UL - range) % range;
            while (low < threshold)
                high = Math.BigMul(Next(), range, out low);
        }

        return (long)high;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public float NextUnit() => (Next() >> 40) * (1f / (1 << 24));

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public float NextBetween(float low, float high) => low + ((high - low) * NextUnit());

    /// <summary>Two independent standard normal numbers (Box and Muller).</summary>
    public Vector2 NextNormals()
    {
        float radius = MathF.Sqrt(-2 * MathF.Log(1 - NextUnit()));
        (float sine, float cosine) = MathF.SinCos(MathF.Tau * NextUnit());
        return radius * new Vector2(cosine, sine);
    }

    /// <summary>Shuffles in place (Fisher and Yates).</summary>
    public void Shuffle(Span<long> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = (int)NextBelow(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }
}
