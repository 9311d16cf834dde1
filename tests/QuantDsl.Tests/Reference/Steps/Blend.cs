namespace QuantDsl.Tests.Reference;

/// <summary>The convex combination of BLAQ eq. 8 and 9.</summary>
public static class Blend
{
    /// <summary>a·current + (1−a)·trial.</summary>
    public static double[] Of(double[] current, double[] trial, double a) => [.. current.Zip(trial, (x, y) => a * x + (1 - a) * y)];
}
