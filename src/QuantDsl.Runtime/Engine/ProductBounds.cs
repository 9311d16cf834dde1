namespace QuantDsl.CompilerServices;

/// <summary>
/// Bounds of weight gradients that are products of x and ∂y: max|x| · max|∂y| times the number of samples. Threads add samples in any
/// order; the largest does not depend on it.
/// </summary>
/// <param name="parameters">How many parameters there are.</param>
internal sealed class ProductBounds(int parameters)
{
    /// <summary>Sums in float32 are a little larger than exact ones at most: by 2⁻²⁴ for each term and shard.</summary>
    private const double Rounding = 1.01;

    // The bits of magnitudes have the order of the magnitudes, with infinity and NaN above all numbers.
    private readonly int[] _inputs = new int[parameters];
    private readonly int[] _gradients = new int[parameters];

    /// <summary>Begins a pass.</summary>
    public void Clear()
    {
        Array.Clear(_inputs);
        Array.Clear(_gradients);
    }

    /// <summary>Adds a sample.</summary>
    public void Add(int parameter, ReadOnlySpan<float> x, ReadOnlySpan<float> outputGradient)
    {
        Raise(ref _inputs[parameter], x);
        Raise(ref _gradients[parameter], outputGradient);
    }

    /// <summary>Makes them those of the whole minibatch.</summary>
    public void Share(SharedBatch batch)
    {
        batch.Largest(_inputs);
        batch.Largest(_gradients);
    }

    /// <summary>A value that no magnitude in the gradient exceeds; NaN or infinite if x or ∂y is.</summary>
    public double Of(int parameter, int samples)
    {
        double x = BitConverter.Int32BitsToSingle(_inputs[parameter]), gradient = BitConverter.Int32BitsToSingle(_gradients[parameter]);
        return Rounding * x * gradient * samples;
    }

    private static void Raise(ref int largest, ReadOnlySpan<float> values)
    {
        int found = BitConverter.SingleToInt32Bits(Magnitude.Largest(values));
        int known = Volatile.Read(ref largest);
        while (found > known)
        {
            int before = Interlocked.CompareExchange(ref largest, found, known);
            if (before == known)
                return;
            known = before;
        }
    }
}
