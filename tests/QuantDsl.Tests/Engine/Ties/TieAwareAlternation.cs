namespace QuantDsl.Tests.Engine;

/// <summary>
/// The alternation of DESIGN §1 in double, followed along every path that float32 may take: where w/α lies so near to the boundary of two
/// levels that float32 cannot tell the side, both are followed, and where α moves so nearly by 1e-6 that rounding decides, both stopping
/// and going on.
/// </summary>
internal sealed class TieAwareAlternation(double[] magnitudes)
{
    /// <summary>
    /// Relative rounding of w/α against a boundary in float32: half an ulp each for α, the quotient and its product with the number of
    /// levels. At 8 bits, near the largest level, that is 2e-5 of a level.
    /// </summary>
    public const double TieWidth = 3.0 / (1 << 24);

    private const int MaximumPaths = 64;

    private readonly double[] _boundaries = [.. magnitudes.Zip(magnitudes.Skip(1), (low, high) => (low + high) / 2)];

    /// <summary>The position in the magnitudes of the level nearest to |u|, and of the other candidate where it is a tie.</summary>
    public (int Level, int? Other) Nearest(double u)
    {
        double magnitude = Math.Abs(u);
        int level = Array.BinarySearch(_boundaries, magnitude);
        level = level < 0 ? ~level : level; // on a boundary: the lower level
        double width = TieWidth * magnitude;
        if (level < _boundaries.Length && _boundaries[level] - magnitude <= width) return (level, level + 1);
        if (level > 0 && magnitude - _boundaries[level - 1] <= width) return (level, level - 1);
        return (level, null);
    }

    /// <summary>Every α that the alternation may end with; the first is that of exact arithmetic.</summary>
    /// <param name="w">Weights; the sign does not matter.</param>
    /// <param name="d">Curvature.</param>
    /// <param name="start">Where α starts, above 0.</param>
    public List<double> Scales(double[] w, double[] d, double start)
    {
        List<double> open = [start];
        List<double> ended = [];
        for (int iteration = 0; iteration < 10 && open.Count > 0; iteration++)
        {
            List<double> next = [];
            foreach (double scale in open)
            {
                foreach (double moved in Moves(w, d, scale))
                {
                    // A relative rounding of 2^-24 in each product D·b.
                    double change = Math.Abs(moved - scale);
                    double blur = Math.ScaleB(Math.Max(moved, scale), -23);
                    if (change < 1e-6 + blur) Include(ended, moved);
                    if (change >= 1e-6 - blur) Include(next, moved);
                }
            }

            Assert.True(next.Count + ended.Count <= MaximumPaths, "Too many ties: the data do not test anything.");
            open = next;
        }

        foreach (double scale in open) Include(ended, scale);
        return ended;
    }

    /// <summary>The next α for each way to decide the ties. Equal magnitudes are decided alike.</summary>
    private IEnumerable<double> Moves(double[] w, double[] d, double scale)
    {
        double numerator = 0;
        double denominator = 0;
        Dictionary<double, (double Numerator, double Denominator)> ties = [];
        for (int i = 0; i < w.Length; i++)
        {
            double x = Math.Abs(w[i]);
            (int level, int? other) = Nearest(x / scale);
            double b = magnitudes[level];
            numerator += d[i] * b * x;
            denominator += d[i] * b * b;
            if (other is { } index)
            {
                double c = magnitudes[index];
                (double n, double m) = ties.GetValueOrDefault(x);
                ties[x] = (n + d[i] * (c - b) * x, m + d[i] * (c * c - b * b));
            }
        }

        Assert.True(ties.Count <= 5, $"{ties.Count} ties at once: the data do not test anything.");
        (double Numerator, double Denominator)[] changes = [.. ties.Values];
        for (int choice = 0; choice < 1 << changes.Length; choice++)
        {
            double n = numerator;
            double m = denominator;
            for (int i = 0; i < changes.Length; i++)
            {
                if ((choice >> i & 1) == 0) continue;
                n += changes[i].Numerator;
                m += changes[i].Denominator;
            }

            yield return m > 0 ? n / m : scale;
        }
    }

    private static void Include(List<double> scales, double scale)
    {
        if (!scales.Any(other => Math.Abs(other - scale) <= 1e-12 * scale)) scales.Add(scale);
    }
}
