namespace QuantDsl.Tests.Engine;

/// <summary>Numbers of which the engine's float32 differ by at most so much.</summary>
/// <param name="Values">As exact arithmetic has them.</param>
/// <param name="Errors">The most by which the engine's may differ, absolute.</param>
internal sealed record Uncertain(double[] Values, double[] Errors)
{
    public static Uncertain Exact(double[] values) => new(values, new double[values.Length]);

    /// <summary>The first of several results that rounding may lead to, and how far the others are from it.</summary>
    /// <param name="results">Of the computation for the ends of the intervals of its inputs.</param>
    /// <param name="rounding">Of the computation itself, relative to the result, which may be at either end.</param>
    public static Uncertain Spread(IReadOnlyList<double[]> results, double rounding)
    {
        double[] centre = results[0];
        return new(centre, [.. centre.Select((x, i) =>
            (rounding * results.Max(other => Math.Abs(other[i]))) + results.Max(other => Math.Abs(other[i] - x)))]);
    }

    public Uncertain At(int[] members) => new([.. members.Select(i => Values[i])], [.. members.Select(i => Errors[i])]);

    /// <summary>Without signs.</summary>
    public Uncertain Magnitudes() => new([.. Values.Select(Math.Abs)], Errors);
}
