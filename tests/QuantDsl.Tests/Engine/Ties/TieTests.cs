using QuantDsl.Tests.Reference;
using static QuantDsl.Tests.Reference.Quantizers;

namespace QuantDsl.Tests.Engine;

/// <summary>What the comparison lets pass as a tie, and what it does not.</summary>
public sealed class TieTests
{
    /// <summary>n = 3: boundaries at 1/6, 1/2 and 5/6 of α = 1, which the heavy weights hold.</summary>
    private static readonly float[] Weights = [1, -1, 1, 1, 1, 1, 0.25f];

    [Theory]
    [InlineData(0.5f, 1 / 3.0, true)]
    [InlineData(0.5f, 2 / 3.0, true)]
    [InlineData(0.5f, 1, false)]
    [InlineData(0.5f, 0, false)]
    [InlineData(0.50000006f, 1 / 3.0, true)] // an ulp beside the boundary
    [InlineData(0.500002f, 1 / 3.0, false)] // 34 of them
    [InlineData(0.499998f, 2 / 3.0, false)]
    [InlineData(-0.5f, -1 / 3.0, true)]
    [InlineData(-0.5f, 1 / 3.0, false)]
    public void Both_levels_of_a_weight_on_their_boundary_are_right_and_no_others(float weight, double level, bool isRight)
    {
        double[] w = [.. Weights.Select(x => (double)x), weight];
        float[] q = [1, -1, 1, 1, 1, 1, 1 / 3f, (float)level];
        Assert.Equal(isRight, Check(Linear(3), w, [1f], q) is null);
    }

    [Fact]
    public void A_scale_that_follows_from_another_decision_about_a_tie_is_right_and_others_are_not()
    {
        // From α = 1 the last weight is a tie. With level 0 it leaves α at 1.1, where its level is 0 indeed; with level 1 it pulls α to
        // 0.9, where it is 1.
        double[] w = [1.1, 1.1, 0.5];
        Assert.Null(Check(Linear(2), w, [1.1f], [1.1f, 1.1f, 0], previous: 1));
        Assert.Null(Check(Linear(2), w, [0.9f], [0.9f, 0.9f, 0.9f], previous: 1));
        Assert.Contains("α[0] is 1, expected 1.1; ties allow", Check(Linear(2), w, [1f], [1f, 1f, 0], previous: 1));
        Assert.Contains("α[0] is 0.9, expected 1.1; ties allow", Check(Linear(2), w, [0.9f], [0.9f, 0.9f, 0.9f], previous: 1.001));
    }

    [Fact]
    public void Every_scale_of_equal_gain_is_right_for_the_exact_solver()
    {
        // The largest weight alone has gain 1, both together (1 + x)/√2: 1 at x = √2 − 1.
        double[] w = [1, (float)(Math.Sqrt(2) - 1)];
        TieAwareQuantizer quantizer = new(new WithoutMemory(ExactTernary));
        Uncertain d = new([1, 1], [1e-7, 1e-7]);
        int ties = 0;
        Assert.Null(quantizer.Check(w, d, [0], [1f], [1f, 0], ref ties));
        float both = (float)((1 + w[1]) / 2);
        Assert.Null(quantizer.Check(w, d, [0], [both], [both, both], ref ties));
        Assert.Equal(1, ties);
        Assert.NotNull(quantizer.Check(w, d, [0], [0.8f], [0.8f, 0.8f], ref ties));
        Assert.NotNull(quantizer.Check([1, 0.42], d, [0], [1f], [1f, 0], ref ties));
    }

    [Fact]
    public void Every_path_is_taken_once()
    {
        // The second question is asked after the answer 1 to the first only.
        Decisions decisions = new();
        List<string> paths = [];
        do
        {
            int first = decisions.Choose(2);
            paths.Add(first == 0 ? "0" : $"1{decisions.Choose(3)}");
        }
        while (decisions.Next());

        Assert.Equal(["0", "10", "11", "12"], paths);
        Assert.Equal(4, decisions.Paths);
    }

    [Fact]
    public void A_kink_takes_the_other_side_when_told_so_and_values_far_apart_are_left_alone()
    {
        ReLULayer relu = new() { TakesOtherSide = (distance, largest) => distance <= 1e-6 * largest };
        relu.Forward(new NdArray([1, 5], [2, 1e-7, -1e-7, 0, -1]), ForwardMode.Training);
        Assert.Equal([1.0, 0, 1, 0, 0], relu.Backward(new NdArray([1, 5], [1, 1, 1, 1, 1])).Data);

        MaxPoolLayer pool = new(2) { TakesOtherSide = (distance, largest) => distance <= 1e-6 * largest };
        pool.Forward(new NdArray([1, 1, 2, 4], [1, 2, 3, 3, 2 - 1e-7, 0, 1, 3]), ForwardMode.Training);
        Assert.Equal([0.0, 0, 1, 0, 1, 0, 0, 0], pool.Backward(new NdArray([1, 1, 1, 2], [1, 1])).Data);
    }

    private static string? Check(IQuantizer quantizer, double[] w, float[] scales, float[] q, double previous = 0)
    {
        // Curvature 1 for what holds the scale, hardly any for the rest.
        double[] d = previous > 0 ? [1, 1, 1] : [.. w.Select((_, i) => i < 6 ? 1 : 1e-12)];
        int ties = 0;
        return new TieAwareQuantizer(quantizer).Check(w, Uncertain.Exact(d), [previous], scales, q, ref ties);
    }
}
