namespace QuantDsl.Tests.Reference;

/// <summary>
/// Two-scale ternary as two independent problems: the weights above zero with α₊ and those below zero with α₋.
/// A zero weight is on neither side and gets b = 0.
/// </summary>
public static class Sides
{
    /// <summary>Solves ½ Σ D (x − αb)², b ∈ {0, 1}, for the magnitudes x of one side.</summary>
    public delegate (double Scale, double[] Levels) SideSolver(double[] magnitudes, double[] d, double previousScale);

    public static Quantization Quantize(double[] w, double[] d, double[] previousScales, SideSolver solve)
    {
        double[] scales = new double[2];
        double[] levels = new double[w.Length];
        double[] values = new double[w.Length];
        foreach ((int side, int sign) in new[] { (0, +1), (1, -1) })
        {
            int[] members = [.. Enumerable.Range(0, w.Length).Where(i => Math.Sign(w[i]) == sign)];
            double[] magnitudes = [.. members.Select(i => Math.Abs(w[i]))];
            double[] curvature = [.. members.Select(i => d[i])];
            (scales[side], double[] b) = solve(magnitudes, curvature, previousScales[side]);
            for (int j = 0; j < members.Length; j++)
            {
                levels[members[j]] = sign * b[j];
                values[members[j]] = sign * scales[side] * b[j];
            }
        }

        return new Quantization(scales, levels, values);
    }
}
