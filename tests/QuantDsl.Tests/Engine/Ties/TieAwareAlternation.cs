namespace QuantDsl.Tests.Engine;

/// <summary>
/// The alternation of DESIGN §1 in double, followed along every path that float32 may take: where w/α lies so near to the boundary of two
/// levels that float32 cannot tell the side, both are followed, and where α moves so nearly by 1e-6 that rounding decides, both stopping
/// and going on. What moves α by less than <see cref="Negligible"/>, as one of many weights does, is not followed but widens the error of
/// α.
/// </summary>
internal sealed class TieAwareAlternation(double[] magnitudes)
{
    /// <summary>
    /// Relative rounding of w/α against a boundary in float32: half an ulp each for α, the quotient and its product with the number of
    /// levels. At 8 bits, near the largest level, that is 2e-5 of a level.
    /// </summary>
    public const double TieWidth = 3.0 / (1 << 24);

    private const double Negligible = 1e-5;
    private const int MaximumPaths = 64;
    private const int MaximumTies = 5;

    private readonly double[] _boundaries = [.. magnitudes.Zip(magnitudes.Skip(1), (low, high) => (low + high) / 2)];

    /// <summary>The position in the magnitudes of the level nearest to |u|, and of the other candidate where it is a tie.</summary>
    /// <param name="u">w/α.</param>
    /// <param name="error">How far the engine's may be from it, beside the rounding of the quotient.</param>
    public (int Level, int? Other) Nearest(double u, double error = 0)
    {
        double magnitude = Math.Abs(u);
        int level = Array.BinarySearch(_boundaries, magnitude);
        level = level < 0 ? ~level : level; // on a boundary: the lower level
        double width = (TieWidth * magnitude) + error;
        if (level < _boundaries.Length && _boundaries[level] - magnitude <= width) return (level, level + 1);
        if (level > 0 && magnitude - _boundaries[level - 1] <= width) return (level, level - 1);
        return (level, null);
    }

    /// <summary>Every α that the alternation may end with, that of exact arithmetic among them or within the error of one.</summary>
    /// <param name="w">Magnitudes of the weights.</param>
    /// <param name="d">Curvature.</param>
    /// <param name="start">Where α starts, above 0.</param>
    public List<AdmissibleScale> Scales(Uncertain w, Uncertain d, AdmissibleScale start)
    {
        List<AdmissibleScale> open = [start];
        List<AdmissibleScale> ended = [];
        for (int iteration = 0; iteration < 10 && open.Count > 0; iteration++)
        {
            List<AdmissibleScale> next = [];
            foreach (AdmissibleScale scale in open)
            {
                foreach (AdmissibleScale moved in Moves(w, d, scale))
                {
                    // A relative rounding of 2^-24 in each product D·b.
                    double change = Math.Abs(moved.Value - scale.Value);
                    double blur = Math.ScaleB(Math.Max(moved.Value, scale.Value), -23) + moved.Error + scale.Error;
                    if (change < 1e-6 + blur) Include(ended, moved);
                    if (change >= 1e-6 - blur) Include(next, moved);
                }
            }

            UndecidableException.ThrowIf(next.Count + ended.Count > MaximumPaths, "Too many ties");
            open = next;
        }

        foreach (AdmissibleScale scale in open) Include(ended, scale);
        return ended;
    }

    /// <summary>The next α for each way to decide the ties. Equal magnitudes are decided alike.</summary>
    private IEnumerable<AdmissibleScale> Moves(Uncertain w, Uncertain d, AdmissibleScale scale)
    {
        double numerator = 0;
        double denominator = 0;
        double error = 0;
        Dictionary<double, (double Numerator, double Denominator)> ties = [];
        for (int i = 0; i < w.Values.Length; i++)
        {
            (double x, double curvature) = (w.Values[i], d.Values[i]);
            double u = x / scale.Value;
            (int level, int? other) = Nearest(u, (w.Errors[i] + (u * scale.Error)) / scale.Value);
            double b = magnitudes[level];
            numerator += curvature * b * x;
            denominator += curvature * b * b;
            error += b * ((d.Errors[i] * Math.Abs(x - (scale.Value * b))) + (curvature * w.Errors[i]));
            if (other is { } index)
            {
                double c = magnitudes[index];
                (double n, double m) = ties.GetValueOrDefault(x);
                ties[x] = (n + (curvature * (c - b) * x), m + (curvature * ((c * c) - (b * b))));
            }
        }

        double best = denominator > 0 ? numerator / denominator : scale.Value;
        ILookup<bool, (double Numerator, double Denominator)> bySize = ties.Values.ToLookup(tie =>
            Math.Abs(tie.Numerator - (best * tie.Denominator)) > Negligible * best * denominator);
        error += bySize[false].Sum(tie => Math.Abs(tie.Numerator - (best * tie.Denominator)));
        (double Numerator, double Denominator)[] changes = [.. bySize[true]];
        UndecidableException.ThrowIf(changes.Length > MaximumTies, $"{changes.Length} ties at once");
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

            yield return m > 0 ? new(n / m, error / m) : scale;
        }
    }

    private static void Include(List<AdmissibleScale> scales, AdmissibleScale scale)
    {
        int near = scales.FindIndex(other => Math.Abs(other.Value - scale.Value) <= Negligible * scale.Value);
        if (near < 0)
        {
            scales.Add(scale);
        }
        else
        {
            scales[near] = scales[near] with
            {
                Error = Math.Max(scales[near].Error, Math.Abs(scales[near].Value - scale.Value) + scale.Error),
            };
        }
    }
}
