using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Engine;

/// <summary>
/// A quantizer of the reference, and what float32 may make of it: every scale that its solver may end with, and both levels of a weight
/// that lies within rounding of the boundary between them.
/// </summary>
/// <param name="reference">The quantizer.</param>
internal sealed class TieAwareQuantizer(IQuantizer reference)
{
    private readonly bool _isBinary = Inner(reference) is BinaryQuantizer;
    private readonly bool _isExact = Inner(reference) is ExactTernaryQuantizer or ExactTwoScaleTernaryQuantizer;
    private readonly bool _hasTwoScales = Inner(reference) is TwoScaleTernaryQuantizer or ExactTwoScaleTernaryQuantizer;
    private readonly TieAwareAlternation _grid = new(Magnitudes(reference));

    public double[] Levels { get; } = Magnitudes(reference);

    /// <summary>The magnitudes of the levels, ascending.</summary>
    public static double[] Magnitudes(IQuantizer reference) => Inner(reference) switch
    {
        BinaryQuantizer => [1],
        LinearQuantizer linear => linear.Magnitudes,
        LogarithmicQuantizer logarithmic => logarithmic.Magnitudes,
        _ => [0, 1],
    };

    /// <summary>A quantization that float32 may give, as <paramref name="decisions"/> has it.</summary>
    /// <param name="w">Latent weights.</param>
    /// <param name="d">Curvature.</param>
    /// <param name="previous">Scales to start from.</param>
    /// <param name="decisions">Asked for each tie.</param>
    public Quantization Choose(Uncertain w, Uncertain d, double[] previous, Decisions decisions)
    {
        Quantization exact = reference.Quantize(w.Values, d.Values, previous);
        if (!reference.IsQuantized) return exact;
        double[] scales = [.. exact.Scales];
        double[] values = new double[w.Values.Length];
        foreach (ScaleGroup group in Groups(w.Values))
        {
            IReadOnlyList<AdmissibleScale> admissible = Scales(group, w, d, previous[group.Scale], exact.Scales[group.Scale]);
            AdmissibleScale scale = admissible[admissible.Count == 1 ? 0 : decisions.Choose(admissible.Count)];
            scales[group.Scale] = scale.Value;
            foreach (int i in group.Members)
                values[i] = scale.Value * Level(w.Values[i], w.Errors[i], scale, decisions);
        }

        return new Quantization(scales, [], values);
    }

    /// <summary>What is wrong with the engine's scales and quantized weights; null if float32 may give them.</summary>
    /// <param name="w">The engine's latent weights.</param>
    /// <param name="d">Curvature.</param>
    /// <param name="previous">Scales that it started from.</param>
    /// <param name="scales">Its scales.</param>
    /// <param name="quantized">Its quantized weights.</param>
    /// <param name="ties">Scales and levels that are not those of exact arithmetic are counted here.</param>
    public string? Check(double[] w, Uncertain d, double[] previous, float[] scales, float[] quantized, ref int ties)
    {
        var latent = Uncertain.Exact(w);
        double[] exact = reference.Quantize(w, d.Values, previous).Scales;
        if (exact.Length != scales.Length) return $"there are {scales.Length} scales, expected {exact.Length}";
        bool[] hasWeights = new bool[scales.Length];
        foreach (ScaleGroup group in Groups(w))
        {
            float actual = scales[group.Scale];
            hasWeights[group.Scale] = true;
            AdmissibleScale centre = new(exact[group.Scale], ErrorOf(group, latent, d, exact[group.Scale]));
            if (!centre.Agrees(actual))
            {
                ties++;
                IReadOnlyList<AdmissibleScale> admissible = Scales(group, latent, d, previous[group.Scale], exact[group.Scale]);
                if (!admissible.Any(scale => scale.Agrees(actual)))
                    return $"α[{group.Scale}] is {actual:R}, expected {centre.Value:R}; ties allow {string.Join(", ", admissible)}";
            }

            foreach (int i in group.Members)
            {
                if (WrongLevel(w[i], quantized[i], actual, ref ties) is { } expected)
                    return $"q[{i}] is {quantized[i]:R} for w = {w[i]:R}, α = {actual:R}; expected {expected:R}";
            }
        }

        int zero = _hasTwoScales ? Array.FindIndex(w, x => x == 0) : -1;
        if (zero >= 0 && quantized.Where((_, i) => w[i] == 0).Any(q => q != 0))
            return $"a weight of 0, such as w[{zero}], is not quantized to 0";
        for (int scale = 0; scale < scales.Length; scale++)
        {
            if (!hasWeights[scale] && scales[scale] != (float)exact[scale])
                return $"α[{scale}] is {scales[scale]:R}, expected {exact[scale]:R}, since no weight uses it";
        }

        return null;
    }

    /// <summary>
    /// The same where neither the engine's weights nor its scales can be seen, as in a trial: both are known as the reference has them,
    /// within errors.
    /// </summary>
    public string? CheckUnseen(Uncertain w, Uncertain d, double[] previous, float[] quantized)
    {
        double[] exact = reference.Quantize(w.Values, d.Values, previous).Scales;
        foreach (ScaleGroup group in Groups(w.Values))
        {
            IReadOnlyList<AdmissibleScale> admissible = Scales(group, w, d, previous[group.Scale], exact[group.Scale]);
            int? First(AdmissibleScale scale) =>
                group.Members.Cast<int?>().FirstOrDefault(i => !MayBe(w.Values[i!.Value], w.Errors[i.Value], quantized[i.Value], scale));
            if (admissible.Any(scale => First(scale) is null)) continue;
            int wrong = First(admissible[0])!.Value;
            return $"q[{wrong}] is {quantized[wrong]:R} for w = {w.Values[wrong]:R}, α = {string.Join(" or ", admissible)}";
        }

        return null;
    }

    /// <summary>Every scale that the solver may end with for these weights; the first is that of exact arithmetic.</summary>
    public IReadOnlyList<AdmissibleScale> Scales(ScaleGroup group, Uncertain w, Uncertain d, double previous, double exact)
    {
        Uncertain x = w.At(group.Members).Magnitudes();
        Uncertain curvature = d.At(group.Members);
        if (_isBinary || exact == 0) return [new(exact, ErrorOf(group, w, d, exact))];
        if (_isExact) return TieAwareSelection.Scales(x, curvature);
        double mean = Weighted.MeanMagnitude(x.Values, curvature.Values);
        AdmissibleScale start = previous > 0 ? new(previous, 0) : new(mean, MeanError(x, curvature, mean));
        List<AdmissibleScale> admissible = _grid.Scales(x, curvature, start);
        int first = admissible.FindIndex(scale => Math.Abs(scale.Value - exact) <= scale.Error + (1e-9 * exact));
        Assert.True(first >= 0, $"α is {exact:R} by the reference, and with ties in mind one of {string.Join(", ", admissible)}.");
        double error = admissible[first].Error + Math.Abs(admissible[first].Value - exact);
        return [new(exact, error), .. admissible.Where((_, i) => i != first)];
    }

    /// <summary>Weights by the scale that they use.</summary>
    private IEnumerable<ScaleGroup> Groups(double[] w)
    {
        int rows = reference is PerChannelQuantizer perChannel ? perChannel.Rows : 1;
        int columns = w.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            int[] members = [.. Enumerable.Range(row * columns, columns)];
            if (!_hasTwoScales)
            {
                yield return new ScaleGroup(row, members);
                continue;
            }

            foreach ((int side, int sign) in new[] { (0, 1), (1, -1) })
            {
                int[] ofSide = [.. members.Where(i => Math.Sign(w[i]) == sign)];
                if (ofSide.Length > 0) yield return new ScaleGroup((2 * row) + side, ofSide);
            }
        }
    }

    /// <summary>How far errors of weights and curvatures move the scale that is best for its levels, Σ D·b·w / Σ D·b².</summary>
    private double ErrorOf(ScaleGroup group, Uncertain w, Uncertain d, double scale)
    {
        Uncertain x = w.At(group.Members).Magnitudes();
        Uncertain curvature = d.At(group.Members);
        if (_isBinary || scale == 0) return MeanError(x, curvature, scale);
        double error = 0;
        double weight = 0;
        for (int i = 0; i < x.Values.Length; i++)
        {
            double b = Levels[_grid.Nearest(x.Values[i] / scale).Level];
            error += b * ((curvature.Errors[i] * Math.Abs(x.Values[i] - (scale * b))) + (curvature.Values[i] * x.Errors[i]));
            weight += curvature.Values[i] * b * b;
        }

        return weight > 0 ? error / weight : 0;
    }

    private static double MeanError(Uncertain x, Uncertain d, double mean) =>
        x.Values.Select((value, i) => (d.Errors[i] * Math.Abs(value - mean)) + (d.Values[i] * x.Errors[i])).Sum()
        / Math.Max(d.Values.Sum(), double.Epsilon);

    private bool MayBe(double w, double error, float quantized, AdmissibleScale scale)
    {
        double magnitude = Math.Abs(quantized);
        bool hasSign = quantized == 0 || quantized < 0 == w < 0 || (_isBinary && Math.Abs(w) <= error);
        if (_isBinary || scale.Value == 0) return hasSign && scale.Agrees(magnitude);
        double u = Math.Abs(w) / scale.Value;
        (int level, int? other) = _grid.Nearest(u, (error + (u * scale.Error)) / scale.Value);
        return hasSign && (IsAt(level) || (other is { } index && IsAt(index)));

        bool IsAt(int index) =>
            Math.Abs((scale.Value * Levels[index]) - magnitude) <= Levels[index] * ((AdmissibleScale.Rounding * scale.Value) + scale.Error);
    }

    private double Level(double w, double error, AdmissibleScale scale, Decisions decisions)
    {
        double sign = w < 0 ? -1 : 1;
        if (_isBinary) return Math.Abs(w) <= error && decisions.Choose(2) == 1 ? -sign : sign;
        if (scale.Value == 0) return 0;
        double u = Math.Abs(w) / scale.Value;
        (int level, int? other) = _grid.Nearest(u, (error + (u * scale.Error)) / scale.Value);
        return sign * Levels[other is { } index && decisions.Choose(2) == 1 ? index : level];
    }

    /// <summary>
    /// q is exactly the scale times the nearest level in float32, or the level beside where it is a tie; else this gives what was expected.
    /// </summary>
    private float? WrongLevel(double w, float quantized, float scale, ref int ties)
    {
        float sign = w < 0 ? -1 : 1;
        (int level, int? other) = _isBinary || scale == 0 ? (0, null) : _grid.Nearest(w / scale);
        float nearest = sign * scale * (float)Levels[level];
        if (quantized == nearest) return null;
        if (other is not { } index || quantized != sign * scale * (float)Levels[index]) return nearest;
        ties++;
        return null;
    }

    private static IQuantizer Inner(IQuantizer quantizer) => quantizer switch
    {
        PerChannelQuantizer perChannel => Inner(perChannel.Inner),
        WithoutMemory withoutMemory => Inner(withoutMemory.Inner),
        _ => quantizer,
    };
}
