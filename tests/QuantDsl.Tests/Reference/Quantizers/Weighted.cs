namespace QuantDsl.Tests.Reference;

/// <summary>The sums that every solver uses.</summary>
public static class Weighted
{
    /// <summary>Σ D|w| / Σ D, and 0 where there are no weights.</summary>
    public static double MeanMagnitude(double[] w, double[] d)
    {
        double numerator = 0;
        double denominator = 0;
        for (int i = 0; i < w.Length; i++)
        {
            numerator += d[i] * Math.Abs(w[i]);
            denominator += d[i];
        }

        return denominator == 0 ? 0 : numerator / denominator;
    }

    /// <summary>The scale that is best for given levels, Σ D·b·w / Σ D·b²; null where Σ D·b² = 0.</summary>
    public static double? BestScale(double[] w, double[] d, double[] b)
    {
        double numerator = 0;
        double denominator = 0;
        for (int i = 0; i < w.Length; i++)
        {
            numerator += d[i] * b[i] * w[i];
            denominator += d[i] * b[i] * b[i];
        }

        return denominator == 0 ? null : numerator / denominator;
    }

    /// <summary>½ Σ D (w − q)², which the solvers minimise (LAQ eq. 6).</summary>
    public static double Objective(double[] w, double[] d, double[] q)
    {
        double sum = 0;
        for (int i = 0; i < w.Length; i++) sum += d[i] * (w[i] - q[i]) * (w[i] - q[i]);
        return sum / 2;
    }
}
