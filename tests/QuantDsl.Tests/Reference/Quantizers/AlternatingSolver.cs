namespace QuantDsl.Tests.Reference;

/// <summary>
/// The alternation of DESIGN §1 (BLAQ Algorithm 2): repeat b = Π(w/α); α' = Σ D·b·w / Σ D·b² until |α' − α| &lt; 1e-6 or 10 iterations.
/// Neither half-step can increase ½ Σ D (w − αb)²: the first picks the nearest level, the second the best scale for the levels.
/// </summary>
public static class AlternatingSolver
{
    public const int MaximumIterations = 10;

    /// <summary>Absolute: weights far below it end after one iteration.</summary>
    public const double Tolerance = 1e-6;

    public static (double Scale, double[] Levels) Solve(
        double[] w,
        double[] d,
        double previousScale,
        Func<double, double> project,
        int iterations = MaximumIterations,
        double tolerance = Tolerance)
    {
        // "> 0" is false for NaN too.
        double scale = previousScale > 0 ? previousScale : Weighted.MeanMagnitude(w, d);
        if (scale == 0) return (0, new double[w.Length]);

        for (int i = 0; i < iterations; i++)
        {
            double[] b = Project(w, scale, project);
            double next = Weighted.BestScale(w, d, b) ?? scale;
            double change = Math.Abs(next - scale);
            scale = next;
            if (change < tolerance) break;
        }

        return (scale, Project(w, scale, project));
    }

    private static double[] Project(double[] w, double scale, Func<double, double> project) => [.. w.Select(x => project(x / scale))];
}
