using QuantDsl.Tests.Reference;
using Xunit.Abstractions;

namespace QuantDsl.Tests.Engine;

/// <summary>Every quantizer against the float64 reference.</summary>
public sealed class QuantizerTheory(ITestOutputHelper output)
{
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
        {
            foreach (string kind in QuantizerData.Kinds)
            {
                foreach (bool uniform in new[] { true, false })
                {
                    float[] w = QuantizerData.Weights(kind, length, random);
                    float[] d = QuantizerData.Curvature(uniform, length, random);
                    foreach ((string start, float[] scales) in Starts(quantizer.Reference, w, d))
                    {
                        string what = $"{name}, {kind}, length {length}, {(uniform ? "uniform" : "random")} D, {start} previous scale";
                        cases++;
                        if (Check(quantizer, w, d, scales, what)) decidedByTies++;
                    }
                }
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
        int n = TieAwareQuantizer.Magnitudes(quantizer.Reference).Length - 1;

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

    /// <summary>Checks one case; true if it agrees because of ties only.</summary>
    private static bool Check(RowQuantizer quantizer, float[] w, float[] d, float[] previous, string what)
    {
        // A global minimiser has no use for a previous scale, and a side without weights has scale 0.
        double[] start = quantizer.IsExact ? new double[previous.Length] : QuantizerData.ToDouble(previous);
        float[] scales = [.. previous];
        float[] q = quantizer.Run(w, d, scales);
        int ties = 0;
        string? wrong = new TieAwareQuantizer(quantizer.Reference)
            .Check(QuantizerData.ToDouble(w), Uncertain.Exact(QuantizerData.ToDouble(d)), start, scales, q, ref ties);
        Assert.True(wrong is null, $"{what}: {wrong}.");
        return ties > 0;
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
