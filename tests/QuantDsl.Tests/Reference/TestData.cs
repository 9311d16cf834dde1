namespace QuantDsl.Tests.Reference;

/// <summary>Seeded inputs, quantizers by name and central differences for the tests in this folder.</summary>
internal static class TestData
{
    public static readonly Dictionary<string, IQuantizer> QuantizersByName = new()
    {
        ["binary"] = Quantizers.Binary,
        ["linear 2"] = Quantizers.Linear(2),
        ["linear 3"] = Quantizers.Linear(3),
        ["linear 4"] = Quantizers.Linear(4),
        ["linear 8"] = Quantizers.Linear(8),
        ["logarithmic 2"] = Quantizers.Logarithmic(2),
        ["logarithmic 3"] = Quantizers.Logarithmic(3),
        ["logarithmic 8"] = Quantizers.Logarithmic(8),
        ["two-scale"] = Quantizers.TwoScaleTernary,
        ["exact"] = Quantizers.ExactTernary,
        ["exact two-scale"] = Quantizers.ExactTwoScaleTernary,
    };

    public static TheoryData<string> QuantizerNames => [.. QuantizersByName.Keys];

    public static double[] Normal(int seed, int length, double scale = 1)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => scale * Normal(random))];
    }

    /// <summary>Uniform in [0.1, 10.1): a curvature.</summary>
    public static double[] Curvature(int seed, int length)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => 0.1 + 10 * random.NextDouble())];
    }

    /// <summary>∂f/∂x by central differences; <paramref name="x"/> is changed and restored element by element.</summary>
    public static double[] CentralDifferences(Func<double> f, double[] x, double h = 1e-5)
    {
        double[] gradient = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            double kept = x[i];
            x[i] = kept + h;
            double above = f();
            x[i] = kept - h;
            double below = f();
            x[i] = kept;
            gradient[i] = (above - below) / (2 * h);
        }

        return gradient;
    }

    public static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance = 1e-12)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            double allowed = tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(Math.Abs(expected[i] - actual[i]) <= allowed, $"[{i}]: expected {expected[i]:R}, got {actual[i]:R}.");
        }
    }

    // Box-Muller.
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
