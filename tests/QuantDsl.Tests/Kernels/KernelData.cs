namespace QuantDsl.Tests.Kernels;

/// <summary>Values for tests of kernels, and how results are compared.</summary>
internal static class KernelData
{
    /// <summary>Seeds of tests over random shapes.</summary>
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    /// <summary>Values of about a normal distribution.</summary>
    public static float[] Normal(Random random, int count, float mean = 0, float deviation = 1)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            values[i] = mean + (deviation * (float)(radius * Math.Cos(2 * Math.PI * random.NextDouble())));
        }
        return values;
    }

    /// <summary>Whole numbers from −3 to 3: sums of them are exact, and ties are many.</summary>
    public static float[] Small(Random random, int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = random.Next(-3, 4);
        return values;
    }

    /// <summary>The three results have the same bits.</summary>
    /// <returns>One of them.</returns>
    public static float[] SameBits(float[] four, float[] eight, float[] sixteen)
    {
        Assert.Equal(Bits(four), Bits(eight));
        Assert.Equal(Bits(four), Bits(sixteen));
        return four;
    }

    public static int[] Bits(float[] values) => Array.ConvertAll(values, BitConverter.SingleToInt32Bits);

    /// <summary>Each value lies within a share of the largest expected one.</summary>
    public static void Close(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = expected.Length == 0 ? 0 : expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(actual[i] - expected[i]) <= tolerance * Math.Max(scale, 1e-30),
                $"element {i} of {expected.Length}: expected {expected[i]:R}, found {actual[i]:R}, of a scale of {scale:R}");
        }
    }
}
