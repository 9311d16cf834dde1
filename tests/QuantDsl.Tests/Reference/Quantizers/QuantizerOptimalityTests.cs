using static QuantDsl.Tests.Reference.TestData;

namespace QuantDsl.Tests.Reference;

/// <summary>The solvers against the objective ½ Σ D (w − q)².</summary>
public sealed class QuantizerOptimalityTests
{
    public static TheoryData<string> AlternatingGrids =>
        ["linear 2", "linear 3", "linear 4", "linear 8", "logarithmic 2", "logarithmic 3", "logarithmic 8"];

    [Theory]
    [MemberData(nameof(AlternatingGrids))]
    public void The_alternation_never_increases_the_objective(string name)
    {
        Func<double, double> project = QuantizersByName[name] switch
        {
            LinearQuantizer linear => linear.Project,
            LogarithmicQuantizer logarithmic => logarithmic.Project,
            _ => throw new InvalidOperationException(name),
        };
        for (int seed = 0; seed < 20; seed++)
        {
            double[] w = Normal(seed, 60);
            double[] d = Curvature(seed + 50, 60);
            foreach (double start in new[] { 0, 0.2, 3 })
            {
                double before = double.PositiveInfinity;
                for (int iterations = 0; iterations <= 10; iterations++)
                {
                    (double scale, double[] b) = AlternatingSolver.Solve(w, d, start, project, iterations, tolerance: 0);
                    double now = Weighted.Objective(w, d, [.. b.Select(x => scale * x)]);
                    Assert.True(now <= before * (1 + 1e-12), $"seed {seed}, start {start}, iteration {iterations}: {before:R} → {now:R}");
                    before = now;
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    public void Exact_ternary_equals_brute_force(int length)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            (double[] w, double[] d) = Problem(seed, length);
            AssertMinimum(BruteForce.Minimum([-1, 0, 1], w, d), Objective(Quantizers.ExactTernary, w, d), seed);
            AssertMinimum(BruteForce.TwoScaleMinimum(w, d), Objective(Quantizers.ExactTwoScaleTernary, w, d), seed);
        }
    }

    [Fact]
    public void Binary_equals_brute_force()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            (double[] w, double[] d) = Problem(seed, 8);
            AssertMinimum(BruteForce.Minimum([-1, 1], w, d), Objective(Quantizers.Binary, w, d), seed);
        }
    }

    /// <summary>The alternation may end in a local minimum: never below the global one, at times above it.</summary>
    [Fact]
    public void The_alternation_is_never_better_than_brute_force_and_sometimes_worse()
    {
        int worse = 0;
        for (int seed = 0; seed < 30; seed++)
        {
            (double[] w, double[] d) = Problem(seed, 8);
            double exact = BruteForce.Minimum([-1, 0, 1], w, d);
            double alternating = Objective(Quantizers.Linear(2), w, d);
            Assert.True(alternating >= exact - 1e-12);
            Assert.True(Objective(Quantizers.TwoScaleTernary, w, d) >= BruteForce.TwoScaleMinimum(w, d) - 1e-12);
            if (alternating > exact + 1e-9) worse++;
        }

        Assert.InRange(worse, 1, 29);
    }

    [Fact]
    public void Three_bits_alternating_is_never_better_than_brute_force()
    {
        double[] linear = [-1, -2.0 / 3, -1.0 / 3, 0, 1.0 / 3, 2.0 / 3, 1];
        double[] logarithmic = [-1, -0.5, -0.25, 0, 0.25, 0.5, 1];
        for (int seed = 0; seed < 10; seed++)
        {
            (double[] w, double[] d) = Problem(seed, 5);
            Assert.True(Objective(Quantizers.Linear(3), w, d) >= BruteForce.Minimum(linear, w, d) - 1e-12);
            Assert.True(Objective(Quantizers.Logarithmic(3), w, d) >= BruteForce.Minimum(logarithmic, w, d) - 1e-12);
        }
    }

    /// <summary>From the best of many starts the alternation finds the global minimum of six weights at three bits.</summary>
    [Fact]
    public void Three_bits_alternating_from_the_best_of_many_starts_equals_brute_force()
    {
        (double[] w, double[] d) = Problem(3, 6);
        double exact = BruteForce.Minimum([-1, -2.0 / 3, -1.0 / 3, 0, 1.0 / 3, 2.0 / 3, 1], w, d);
        double best = Enumerable.Range(1, 400).Min(i => Weighted.Objective(w, d, Quantizers.Linear(3).Quantize(w, d, [i * 0.01]).Values));
        AssertMinimum(exact, best, 3);
    }

    /// <summary>So an engine may find LATe's levels by Π(w/α) once it has α.</summary>
    [Fact]
    public void Exact_levels_are_the_projection_of_w_over_alpha()
    {
        LinearQuantizer ternary = new(2);
        for (int seed = 0; seed < 20; seed++)
        {
            (double[] w, double[] d) = Problem(seed, 100);
            Quantization exact = Quantizers.ExactTernary.Quantize(w, d, [0]);
            Assert.Equal(w.Select(x => ternary.Project(x / exact.Scales[0])), exact.Levels);
        }
    }

    [Fact]
    public void Two_exact_scales_are_at_least_as_good_as_one()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            (double[] w, double[] d) = Problem(seed, 100);
            Assert.True(Objective(Quantizers.ExactTwoScaleTernary, w, d) <= Objective(Quantizers.ExactTernary, w, d) * (1 + 1e-12));
        }
    }

    private static (double[] W, double[] D) Problem(int seed, int length) => (Normal(seed, length), Curvature(seed + 1000, length));

    private static double Objective(IQuantizer quantizer, double[] w, double[] d) =>
        Weighted.Objective(w, d, quantizer.Quantize(w, d, quantizer.NoScales()).Values);

    private static void AssertMinimum(double expected, double actual, int seed) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-9 * Math.Max(1, expected), $"seed {seed}: minimum {expected:R}, got {actual:R}.");
}
