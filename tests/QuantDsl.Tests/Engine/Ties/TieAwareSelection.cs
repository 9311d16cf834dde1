namespace QuantDsl.Tests.Engine;

/// <summary>
/// The exact ternary solver (see <see cref="Reference.ExactSolver"/>) in double: the j largest weights get level 1, for the j of the
/// largest gain (Σ D·x)² / Σ D; where the gains of several j differ by no more than their rounding, each may be chosen.
/// </summary>
internal static class TieAwareSelection
{
    /// <summary>Of sums in double, relative.</summary>
    private const double Rounding = 1e-12;

    /// <summary>Errors of many values are independent: standard deviations that a sum of them may be off.</summary>
    private const double Deviations = 4;

    /// <summary>Every scale that may be chosen; the first is that of exact arithmetic.</summary>
    public static IReadOnlyList<AdmissibleScale> Scales(Uncertain x, Uncertain d)
    {
        (AdmissibleScale Scale, double Gain, double Error)[] candidates = [.. Candidates(x, d)];
        (AdmissibleScale Scale, double Gain, double Error) best = candidates.MaxBy(candidate => candidate.Gain);
        return
        [
            best.Scale,
            .. candidates
                .Where(other => other.Scale != best.Scale && other.Gain + other.Error >= best.Gain - best.Error)
                .Select(other => other.Scale),
        ];
    }

    private static IEnumerable<(AdmissibleScale Scale, double Gain, double Error)> Candidates(Uncertain x, Uncertain d)
    {
        double sumDx = 0;
        double sumD = 0;

        // Σ (δD)²·x^0, x^1 and x^2, and Σ (D·δx)²: of them the variance of Σ D·(x − α) for any α.
        double square0 = 0;
        double square1 = 0;
        double square2 = 0;
        double squareX = 0;
        foreach (int i in Enumerable.Range(0, x.Values.Length).OrderByDescending(i => x.Values[i]))
        {
            double square = d.Errors[i] * d.Errors[i];
            sumDx += d.Values[i] * x.Values[i];
            sumD += d.Values[i];
            square0 += square;
            square1 += square * x.Values[i];
            square2 += square * x.Values[i] * x.Values[i];
            squareX += d.Values[i] * x.Errors[i] * d.Values[i] * x.Errors[i];

            double scale = sumDx / sumD;
            double variance = square2 - (2 * scale * square1) + (scale * scale * square0) + squareX;
            double ofScale = Deviations * Math.Sqrt(Math.Max(variance, 0)) / sumD;

            // gain² = α²·ΣD: its errors are those of α and of ΣD.
            double gain = sumDx / Math.Sqrt(sumD);
            double ofSum = Deviations * Math.Sqrt(square0) / sumD;
            double relative = scale > 0 ? (ofScale / scale) + (ofSum / 2) + Rounding : 0;
            yield return (new AdmissibleScale(scale, ofScale), gain, gain * relative);
        }
    }
}
