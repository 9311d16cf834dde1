namespace QuantDsl.Tests.Reference;

/// <summary>The global minimum of ½ Σ D (w − αb)² by trying every b; for a handful of weights only.</summary>
public static class BruteForce
{
    /// <summary>One scale: for every b over <paramref name="levels"/>, α = Σ D·b·w / Σ D·b².</summary>
    public static double Minimum(double[] levels, double[] w, double[] d) =>
        Assignments(levels, w.Length).Min(b =>
        {
            double scale = Weighted.BestScale(w, d, b) ?? 0;
            return Weighted.Objective(w, d, [.. b.Select(x => scale * x)]);
        });

    /// <summary>
    /// Two scales α₊, α₋ ≥ 0: for every b over {−1, 0, 1}, whatever the signs of w, the best scale of the weights at +1 and of those at −1.
    /// </summary>
    public static double TwoScaleMinimum(double[] w, double[] d) =>
        Assignments([-1, 0, 1], w.Length).Min(b =>
        {
            double positive = Math.Max(0, Weighted.BestScale(w, d, [.. b.Select(x => Math.Max(x, 0))]) ?? 0);
            double negative = Math.Max(0, Weighted.BestScale(w, d, [.. b.Select(x => Math.Min(x, 0))]) ?? 0);
            return Weighted.Objective(w, d, [.. b.Select(x => x > 0 ? positive * x : negative * x)]);
        });

    /// <summary>Every vector of <paramref name="length"/> entries out of <paramref name="levels"/>; the same array is reused.</summary>
    private static IEnumerable<double[]> Assignments(double[] levels, int length)
    {
        int[] digits = new int[length];
        double[] b = new double[length];
        while (true)
        {
            for (int i = 0; i < length; i++) b[i] = levels[digits[i]];
            yield return b;

            int position = 0;
            while (position < length && ++digits[position] == levels.Length) digits[position++] = 0;
            if (position == length) yield break;
        }
    }
}
