namespace QuantDsl.CompilerServices;

/// <summary>
/// Bounds of weight gradients that are products of x and ∂y: max|x| · max|∂y| times the number of samples and of their pixels or
/// positions. Threads add samples in any order; the largest does not depend on it.
/// </summary>
/// <param name="parameters">How many parameters there are.</param>
internal sealed class ProductBounds(int parameters)
{
    /// <summary>By how much each addition in float32 makes a sum larger than the exact one at most.</summary>
    private const double Rounding = 1.0 / (1 << 24);

    /// <summary>Additions of the sums of shards, and more than those.</summary>
    private const int Additions = 1000;

    // The bits of magnitudes have the order of the magnitudes, with infinity and NaN above all numbers.
    private readonly int[] _inputs = new int[parameters];
    private readonly int[] _gradients = new int[parameters];
    private readonly int[] _pixels = new int[parameters];

    /// <summary>Begins a pass.</summary>
    public void Clear()
    {
        Array.Clear(_inputs);
        Array.Clear(_gradients);
        Array.Clear(_pixels);
    }

    /// <summary>Adds a sample.</summary>
    public void Add(int parameter, in ImageBatch x, in ImageBatch outputGradient, int sample)
    {
        Raise(ref _inputs[parameter], x, sample);
        Raise(ref _gradients[parameter], outputGradient, sample);
        Volatile.Write(ref _pixels[parameter], outputGradient.Geometry.Pixels); // every sample writes the same
    }

    /// <summary>Makes them those of the whole minibatch.</summary>
    public void Share(SharedBatch batch)
    {
        batch.Largest(_inputs);
        batch.Largest(_gradients);
        batch.Largest(_pixels);
    }

    /// <summary>A value that no magnitude in the gradient exceeds; NaN or infinite if x or ∂y is.</summary>
    public double Of(int parameter, int samples)
    {
        double x = BitConverter.Int32BitsToSingle(_inputs[parameter]), gradient = BitConverter.Int32BitsToSingle(_gradients[parameter]);
        double terms = (double)samples * _pixels[parameter];
        return x * gradient * terms * Math.Exp((terms + Additions) * Rounding);
    }

    private static unsafe void Raise(ref int largest, in ImageBatch values, int sample)
    {
        int found = 0;
        for (int row = 0; row < values.Geometry.Height; row++)
        {
            var numbers = new ReadOnlySpan<float>(values.Row(sample, row), values.Geometry.RowLength);
            found = Math.Max(found, BitConverter.SingleToInt32Bits(Magnitude.Largest(numbers)));
        }
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
