using QuantDsl.Tests.Reference;
using Xunit.Abstractions;

namespace QuantDsl.Tests.Engine;

/// <summary>Every quantizer against the float64 reference.</summary>
public sealed class QuantizerTheory(ITestOutputHelper output)
{
    private const double ScaleTolerance = 1e-6;

    public static TheoryData<string> Names => [.. RowQuantizer.References.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_the_reference(string name)
    {
        RowQuantizer quantizer = new(name);
        Random random = new(1);
        int cases = 0;
        int decidedByTies = 0;
        foreach (int length in QuantizerData.Lengths)
        foreach (string kind in QuantizerData.Kinds)
        foreach (bool uniform in new[] { true, false })
        {
            float[] w = QuantizerData.Weights(kind, length, random);
            float[] d = QuantizerData.Curvature(uniform, length, random);
            foreach ((string start, float[] scales) in Starts(quantizer.Reference, w, d))
            {
                string what = $"{name}, {kind}, length {length}, {(uniform ? "uniform" : "random")} D, {start} previous scale";
                cases++;
                if (Check(quantizer, name, w, d, scales, what)) decidedByTies++;
            }
        }

        output.WriteLine($"{name}: {cases} cases, {decidedByTies} of them decided by ties.");
        Assert.True(decidedByTies <= cases / 200, $"{decidedByTies} of {cases} cases agree only because of ties.");
    }

    [Theory]
    [InlineData("Ternary")]
    [InlineData("Linear3Bit")]
    [InlineData("Linear4Bit")]
    [InlineData("Linear8Bit")]
    [InlineData("Logarithmic2Bit")]
    [InlineData("Logarithmic3Bit")]
    [InlineData("Logarithmic4Bit")]
    [InlineData("Logarithmic8Bit")]
    public void Exact_ties_go_where_the_method_says(string name)
    {
        RowQuantizer quantizer = new(name);
        int n = RowQuantizer.Magnitudes(name).Length - 1;

        // Three heavy weights hold α at n; the others weigh nothing and lie exactly on boundaries: u·n = ½, or u = ½ and ¾.
        float[] w = [n, -n, n, 0.5f, -0.5f, 0.5f * n, -0.5f * n, 0.75f * n, -0.75f * n, 0.375f * n];
        float[] d = [1, 1, 1, .. Enumerable.Repeat(1e-30f, w.Length - 3)];
        float[] scales = [n];
        float[] q = quantizer.Run(w, d, scales);

        Quantization expected = quantizer.Reference.Quantize(QuantizerData.ToDouble(w), QuantizerData.ToDouble(d), [n]);
        Assert.Equal([n], scales);
        Assert.Equal(expected.Levels.Select(b => n * (float)b), q);
    }

    [Theory]
    [InlineData("Binary", 1f)]
    [InlineData("Ternary", 0f)]
    [InlineData("TwoScale", 0f)]
    public void Zero_has_its_level(string name, float level)
    {
        RowQuantizer quantizer = new(name);
        float[] scales = new float[quantizer.Reference.ScaleCount];
        float[] q = quantizer.Run([0f, -0f, 0.5f, -0.5f], [1e-30f, 1e-30f, 1f, 1f], scales);
        Assert.Equal([level * 0.5f, level * 0.5f, 0.5f, -0.5f], q);
    }

    /// <summary>Checks one case; true if α agrees with another path than that of exact arithmetic.</summary>
    private static bool Check(RowQuantizer quantizer, string name, float[] w, float[] d, float[] previous, string what)
    {
        double[] w64 = QuantizerData.ToDouble(w);
        double[] d64 = QuantizerData.ToDouble(d);

        // A global minimiser has no use for a previous scale, and a side without weights has scale 0.
        double[] start = quantizer.IsExact ? new double[previous.Length] : QuantizerData.ToDouble(previous);
        Quantization expected = quantizer.Reference.Quantize(w64, d64, start);
        float[] scales = [.. previous];
        float[] q = quantizer.Run(w, d, scales);

        bool byTies = false;
        for (int side = 0; side < scales.Length; side++)
        {
            if (Agree(expected.Scales[side], scales[side])) continue;
            byTies = true;
            List<double> admissible = Admissible(quantizer, name, w64, d64, start, side);
            Assert.True(Agree(expected.Scales[side], admissible[0]), $"{what}: the tie-aware alternation itself is wrong.");
            Assert.True(
                admissible.Any(scale => Agree(scale, scales[side])),
                $"{what}: α[{side}] is {scales[side]:R}, expected {expected.Scales[side]:R}; ties allow {string.Join(", ", admissible)}.");
        }

        CheckLevels(name, w64, scales, q, what);
        return byTies;
    }

    private static bool Agree(double expected, double actual) => Math.Abs(expected - actual) <= ScaleTolerance * Math.Abs(expected);

    private static List<double> Admissible(RowQuantizer quantizer, string name, double[] w, double[] d, double[] start, int side)
    {
        // Closed form and global minimum: no levels in between that a tie could change.
        if (name == "Binary" || quantizer.IsExact) return [.. quantizer.Reference.Quantize(w, d, start).Scales.Skip(side).Take(1)];

        if (quantizer.Reference.ScaleCount == 2)
        {
            int sign = side == 0 ? 1 : -1;
            int[] members = [.. Enumerable.Range(0, w.Length).Where(i => Math.Sign(w[i]) == sign)];
            (w, d) = ([.. members.Select(i => w[i])], [.. members.Select(i => d[i])]);
        }

        double first = start[side] > 0 ? start[side] : Weighted.MeanMagnitude(w, d);
        return new TieAwareAlternation(RowQuantizer.Magnitudes(name)).Scales(w, d, first);
    }

    /// <summary>The levels are nearest for the scale that came out, and q is exactly that scale times the level in float32.</summary>
    private static void CheckLevels(string name, double[] w, float[] scales, float[] q, string what)
    {
        double[] magnitudes = RowQuantizer.Magnitudes(name);
        TieAwareAlternation grid = new(magnitudes);
        for (int i = 0; i < w.Length; i++)
        {
            float scale = scales.Length == 2 && w[i] < 0 ? scales[1] : scales[0];
            float sign = w[i] < 0 ? -1 : 1;
            (int level, int? other) = name == "Binary" || scale == 0 ? (0, null) : grid.Nearest(w[i] / scale);
            float nearest = sign * scale * (float)magnitudes[level];
            bool right = q[i] == nearest;
            bool tie = other is { } index && q[i] == sign * scale * (float)magnitudes[index];
            Assert.True(right || tie, $"{what}: q[{i}] is {q[i]:R} for w = {w[i]:R}, α = {scale:R}; expected {nearest:R}.");
        }
    }

    /// <summary>No previous scale, one near the solution, one far too large and one far too small.</summary>
    private static IEnumerable<(string Name, float[] Scales)> Starts(IQuantizer quantizer, float[] w, float[] d)
    {
        double[] solution = quantizer.Quantize(QuantizerData.ToDouble(w), QuantizerData.ToDouble(d), quantizer.NoScales()).Scales;
        float[] Near(double factor) => [.. solution.Select(x => (float)(x > 0 ? factor * x : factor))];
        yield return ("no", new float[solution.Length]);
        yield return ("a near", Near(1.01));
        yield return ("a far too large", Near(1e4));
        yield return ("a far too small", Near(1e-4));
    }
}
