namespace QuantDsl.Tests.Reference;

/// <summary>
/// The global minimiser of ½ Σ D (x − αb)² over α ≥ 0 and b ∈ {0, 1}, for magnitudes x ≥ 0 (LATe).
/// For given b the best scale is α = Σ D·x / Σ D over the weights with b = 1, and it lowers the objective, from ½ Σ D x², by
/// ½ (Σ D·x)² / Σ D. For given α a weight has b = 1 where x > α/2. So at the optimum the weights with b = 1 are the largest: sort,
/// and try "the j largest" for every j.
/// </summary>
public static class ExactSolver
{
    public static (double Scale, double[] Levels) Solve(double[] magnitudes, double[] d, double previousScale)
    {
        int[] descending = [.. Enumerable.Range(0, magnitudes.Length).OrderByDescending(i => magnitudes[i])];

        double sumDx = 0;
        double sumD = 0;
        double bestGain = 0;
        double bestScale = 0;
        int bestCount = 0;
        for (int j = 0; j < descending.Length; j++)
        {
            int i = descending[j];
            sumDx += d[i] * magnitudes[i];
            sumD += d[i];

            // The square root of (Σ D·x)² / Σ D: the same order, and it neither overflows nor underflows.
            double gain = sumDx / Math.Sqrt(sumD);
            if (gain > bestGain)
            {
                bestGain = gain;
                bestScale = sumDx / sumD;
                bestCount = j + 1;
            }
        }

        double[] levels = new double[magnitudes.Length];
        for (int j = 0; j < bestCount; j++) levels[descending[j]] = 1;

        // Nothing but zeros: any scale is optimal; keep the previous one, as the alternation does.
        if (bestCount == 0) bestScale = previousScale > 0 ? previousScale : 0;
        return (bestScale, levels);
    }
}
