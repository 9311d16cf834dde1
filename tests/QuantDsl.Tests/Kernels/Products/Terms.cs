namespace QuantDsl.Tests.Kernels.Products;

/// <summary>A sum of products, term by term in its stated order.</summary>
internal static class Terms
{
    /// <summary>By fused multiply-add from 0: what a kernel must compute, bit for bit.</summary>
    public static float Fused(IEnumerable<(float A, float B)> terms)
    {
        float sum = 0;
        foreach ((float a, float b) in terms)
            sum = MathF.FusedMultiplyAdd(a, b, sum);
        return sum;
    }

    /// <summary>In double, and how far a sum in float32 may be from it: every rounding errs by 2⁻²⁴ of at most Σ|terms|.</summary>
    public static (double Sum, double Bound) Exact(IEnumerable<(float A, float B)> terms)
    {
        double sum = 0, magnitude = 0;
        int count = 0;
        foreach ((float a, float b) in terms)
        {
            sum += (double)a * b;
            magnitude += Math.Abs((double)a * b);
            count++;
        }
        return (sum, (count + 4) * Math.ScaleB(1.001 * magnitude, -24));
    }

    /// <summary>Compares one of many values; the words are only put together for one that is wrong.</summary>
    public static void AssertEqual(float expected, double exact, double bound, float actual, string what, int element)
    {
        if (!(Math.Abs(actual - exact) <= bound))
            Assert.Fail($"{what}, element {element}: {actual}, in float64 {exact}, at most {bound} away");
        if (BitConverter.SingleToInt32Bits(expected) != BitConverter.SingleToInt32Bits(actual))
            Assert.Fail($"{what}, element {element}: {actual:R}, in order {expected:R}");
    }
}
