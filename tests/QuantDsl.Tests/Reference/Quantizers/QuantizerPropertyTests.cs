using static QuantDsl.Tests.Reference.TestData;

namespace QuantDsl.Tests.Reference;

public sealed class QuantizerPropertyTests
{
    public static TheoryData<string> Names => QuantizerNames;

    public static TheoryData<string, string> NamesAndTensors
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string name in QuantizersByName.Keys)
            {
                foreach (string tensor in Tensors.Keys)
                    data.Add(name, tensor);
            }

            return data;
        }
    }

    private static readonly Dictionary<string, double[]> Tensors = new()
    {
        ["random"] = Normal(3, 100),
        ["tiny"] = Normal(4, 100, 1e-30),
        ["constant"] = [.. Enumerable.Repeat(-0.25, 20)],
        ["all zero"] = new double[20],
        ["huge range"] = [.. Enumerable.Range(-20, 41).Select(e => (e % 2 == 0 ? 1 : -1) * Math.Pow(10, e))],
        ["single"] = [-0.7],
        ["single zero"] = [0],
        ["mostly zero"] = [.. Enumerable.Range(0, 20).Select(i => i == 7 ? 0.3 : 0)],
    };

    [Theory]
    [MemberData(nameof(NamesAndTensors))]
    public void Nothing_gives_NaN_and_every_value_is_a_scale_times_a_level(string name, string tensor)
    {
        IQuantizer quantizer = QuantizersByName[name];
        double[] w = Tensors[tensor];
        foreach (double[] d in new[] { Curvature(5, w.Length), [.. Curvature(6, w.Length).Select(x => 1e-8 * x)] })
        {
            foreach (double previous in new[] { 0, 1e-30, 0.5, 1e20 })
            {
                double[] previousScales = [.. Enumerable.Repeat(previous, quantizer.ScaleCount)];
                Quantization result = quantizer.Quantize(w, d, previousScales);

                Assert.All(result.Scales, a => Assert.True(double.IsFinite(a) && a >= 0, $"α = {a}"));
                Assert.Equal(w.Length, result.Values.Length);
                for (int i = 0; i < w.Length; i++)
                {
                    double scale = result.Scales[result.Levels[i] < 0 ? ^1 : 0];
                    Assert.InRange(result.Levels[i], -1, 1);
                    Assert.Equal(scale * result.Levels[i], result.Values[i]);
                    if (w[i] != 0) Assert.True(result.Levels[i] * w[i] >= 0, "b must not have the opposite sign of w.");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void All_zero_gives_zero_and_keeps_a_previous_scale_except_binary(string name)
    {
        IQuantizer quantizer = QuantizersByName[name];
        double[] none = quantizer.NoScales();
        double[] some = [.. none.Select(_ => 0.5)];
        double[] zeros = new double[4];
        double[] d = [1, 2, 3, 4];

        Assert.Equal(zeros, quantizer.Quantize(zeros, d, none).Values);
        Assert.Equal(none, quantizer.Quantize(zeros, d, none).Scales);
        Assert.Equal(zeros, quantizer.Quantize(zeros, d, some).Values);
        Assert.Equal(name == "binary" ? none : some, quantizer.Quantize(zeros, d, some).Scales);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scaling_the_curvature_changes_nothing(string name)
    {
        IQuantizer quantizer = QuantizersByName[name];
        double[] w = Normal(7, 200);
        double[] d = Curvature(8, 200);

        // A power of two, so that equality is exact.
        Quantization scaled = quantizer.Quantize(w, [.. d.Select(x => x * 1024)], quantizer.NoScales());
        Quantization plain = quantizer.Quantize(w, d, quantizer.NoScales());
        Assert.Equal(plain.Levels, scaled.Levels);
        AssertClose(plain.Scales, scaled.Scales);
    }

    /// <summary>Only near convergence for the alternating solvers: their stopping test, |α' − α| &lt; 1e-6, is absolute.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Scaling_the_weights_scales_alpha(string name)
    {
        IQuantizer quantizer = QuantizersByName[name];
        for (int seed = 0; seed < 20; seed++)
        {
            double[] w = Normal(seed, 200);
            double[] d = Curvature(seed + 100, 200);
            Quantization plain = quantizer.Quantize(w, d, quantizer.NoScales());
            foreach (double c in new[] { 0.25, 8 })
            {
                Quantization scaled = quantizer.Quantize([.. w.Select(x => c * x)], d, quantizer.NoScales());
                AssertClose([.. plain.Scales.Select(a => c * a)], scaled.Scales, 1e-5);
            }
        }
    }

    [Fact]
    public void Scaling_the_weights_and_the_tolerance_scales_alpha_exactly()
    {
        LinearQuantizer grid = new(4);
        double[] w = Normal(9, 300);
        double[] d = Curvature(10, 300);
        double c = Math.ScaleB(1, -40);
        (double plain, double[] levels) = AlternatingSolver.Solve(w, d, 0, grid.Project);
        (double scaled, double[] scaledLevels) =
            AlternatingSolver.Solve([.. w.Select(x => c * x)], d, 0, grid.Project, tolerance: c * AlternatingSolver.Tolerance);
        Assert.Equal(c * plain, scaled);
        Assert.Equal(levels, scaledLevels);
    }

    /// <summary>Documents what the absolute tolerance means: weights far below 1e-6 get exactly one iteration.</summary>
    [Fact]
    public void Tiny_weights_stop_after_one_iteration()
    {
        LinearQuantizer grid = new(4);
        double[] w = Normal(11, 300, 1e-9);
        double[] d = Curvature(12, 300);
        double scale = AlternatingSolver.Solve(w, d, 0, grid.Project).Scale;
        Assert.Equal(AlternatingSolver.Solve(w, d, 0, grid.Project, iterations: 1).Scale, scale);
        Assert.NotEqual(AlternatingSolver.Solve(w, d, 0, grid.Project, tolerance: 0).Scale, scale);
    }

    [Fact]
    public void Ten_iterations_are_the_limit()
    {
        LinearQuantizer grid = new(8);
        double[] w = Normal(13, 2000);
        double[] d = Curvature(14, 2000);
        double[] previous = [0.01];
        double ten = Quantizers.Linear(8).Quantize(w, d, previous).Scales[0];
        Assert.Equal(AlternatingSolver.Solve(w, d, previous[0], grid.Project, iterations: 10, tolerance: 0).Scale, ten);
        Assert.NotEqual(AlternatingSolver.Solve(w, d, previous[0], grid.Project, iterations: 11, tolerance: 0).Scale, ten);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Per_channel_is_per_layer_on_each_row(string name)
    {
        IQuantizer quantizer = QuantizersByName[name];
        const int Rows = 3;
        const int Columns = 40;
        double[] w = Normal(15, Rows * Columns);
        double[] d = Curvature(16, Rows * Columns);
        double[] previous = [.. Curvature(17, Rows * quantizer.ScaleCount).Select(x => x / 10)];
        Quantization all = Quantizers.PerChannel(quantizer, Rows).Quantize(w, d, previous);

        int k = quantizer.ScaleCount;
        for (int row = 0; row < Rows; row++)
        {
            Range range = (row * Columns)..((row + 1) * Columns);
            Range scales = (row * k)..((row + 1) * k);
            Quantization one = quantizer.Quantize(w[range], d[range], previous[scales]);
            Assert.Equal(one.Scales, all.Scales[scales]);
            Assert.Equal(one.Levels, all.Levels[range]);
            Assert.Equal(one.Values, all.Values[range]);
        }
    }
}
