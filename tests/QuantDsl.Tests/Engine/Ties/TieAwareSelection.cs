namespace QuantDsl.Tests.Engine;

/// <summary>
/// The exact ternary solver (see <see cref="Reference.ExactSolver"/>) in double: the j largest weights get level 1, for the j of the largest gain
/// (Σ D·x)² / Σ D; where the gains of several j differ by no more than their rounding, each may be chosen.
/// </summary>
internal static class TieAwareSelection
{
    /// <summary>Of sums in double, relative.</summary>
    private const double Rounding = 1e-12;

    /// <summary>Every scale that may be chosen; the first is that of exact arithmetic.</summary>
    public static IReadOnlyList<AdmissibleScale> Scales(Uncertain x, Uncertain d)
    {
        (AdmissibleScale Scale, double Gain, double Error)[] candidates = [.. Candidates(x, d)];
        (AdmissibleScale Scale, double Gain, double Error) best = candidates.MaxBy(candidate => candidate.Gain);
        return
        [
            best.Scale,
            .. candidates.Where(other => other.Scale != best.Scale && other.Gain + other.Error >= best.Gain - best.Error).Select(other => other.Scale),
        ];
    }

    private static IEnumerable<(AdmissibleScale Scale, double Gain, double Error)> Candidates(Uncertain x, Uncertain d)
    {
        int[] descending = [.. Enumerable.Range(0, x.Values.Length).OrderByDescending(i => x.Values[i])];
        double sumDx = 0;
        double sumD = 0;
        for (int j = 0; j < descending.Length; j++)
        {
            sumDx += d.Values[descending[j]] * x.Values[descending[j]];
            sumD += d.Values[descending[j]];
            double scale = sumDx / sumD;
            double ofScale = descending[..(j + 1)].Sum(i => (d.Errors[i] * Math.Abs(x.Values[i] - scale)) + (d.Values[i] * x.Errors[i])) / sumD;

            // gain² = α²·ΣD: its errors are those of α and of ΣD.
            double gain = sumDx / Math.Sqrt(sumD);
            double ofSum = descending[..(j + 1)].Sum(i => d.Errors[i]) / sumD;
            double relative = scale > 0 ? (ofScale / scale) + (ofSum / 2) + Rounding : 0;
            yield return (new AdmissibleScale(scale, ofScale), gain, gain * relative);
        }
    }
}
