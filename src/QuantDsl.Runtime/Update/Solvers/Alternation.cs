namespace QuantDsl.CompilerServices;

/// <summary>
/// The alternating solver (LAQ, section 3.2; BLAQ, algorithm 2): b = Π(w/α), then α = Σ D·b·w / Σ D·b², until α moves by less than 1e-6, or
/// for 10 iterations. An iteration takes b and α at once.
/// </summary>
internal static class Alternation
{
    private const int MostIterations = 10;
    private const double Tolerance = 1e-6;

    /// <summary>Iterates as long as <paramref name="sums"/> cover the scale.</summary>
    /// <typeparam name="TSums">Where the sums come from.</typeparam>
    /// <param name="sums">Gives the sums.</param>
    /// <param name="unit">Unit of the levels.</param>
    /// <param name="scale">Scale α, which the method improves.</param>
    /// <param name="iterations">Iterations taken so far.</param>
    /// <returns>False if the sums did not cover a scale before the iteration ended.</returns>
    public static bool TryRun<TSums>(ref TSums sums, int unit, ref double scale, ref int iterations)
        where TSums : struct, IScaleSums, allows ref struct
    {
        while (iterations < MostIterations)
        {
            if (!sums.Covers(scale))
                return false;
            iterations++;
            sums.Sum(scale, out double products, out double squares);
            double next = Ratio(unit, products, squares, scale);
            bool hasConverged = Math.Abs(next - scale) < Tolerance;
            scale = next;
            if (hasConverged)
                break;
        }
        return true;
    }

    /// <summary>α from the sums; the scale there is where all levels are 0.</summary>
    public static double Ratio(int unit, double products, double squares, double current) =>
        squares > 0 ? unit * products / squares : current;
}
