using static QuantDsl.Tests.Reference.TestData;

namespace QuantDsl.Tests.Reference;

/// <summary>Small cases worked out by hand.</summary>
public sealed class QuantizerCasesTests
{
    [Fact]
    public void Binary_is_the_weighted_mean_magnitude_and_the_sign_with_zero_positive()
    {
        // (1·1 + 1·3 + 2·0) / (1 + 1 + 2) = 1
        Quantization result = Quantizers.Binary.Quantize([1, -3, 0], [1, 1, 2], [5]);
        Assert.Equal([1.0], result.Scales);
        Assert.Equal([1.0, -1, 1], result.Levels);
        Assert.Equal([1.0, -1, 1], result.Values);
    }

    [Fact]
    public void Ternary_starts_from_the_weighted_mean_and_ends_at_a_fixed_point()
    {
        // Start (3 + .9 + .8 + .1)/6 = .8 gives b = [1, 1, −1, 0]; α = (3 + .9 + .8)/5 = .94 leaves b as it is.
        Quantization result = Quantizers.Linear(2).Quantize([1, 0.9, -0.8, 0.1], [3, 1, 1, 1], [0]);
        AssertClose([0.94], result.Scales);
        Assert.Equal([1.0, 1, -1, 0], result.Levels);
        AssertClose([0.94, 0.94, -0.94, 0], result.Values);
    }

    [Fact]
    public void Three_bits_linear()
    {
        // From α = 1, u·3 = [3, 1.5, −.75] rounds to [3, 2, −1]; α = (1 + 1/3 + 1/12)/(1 + 4/9 + 1/9) = 51/56, and b stays.
        Quantization result = Quantizers.Linear(3).Quantize([1, 0.5, -0.25], [1, 1, 1], [1]);
        AssertClose([51.0 / 56], result.Scales);
        AssertClose([1, 2.0 / 3, -1.0 / 3], result.Levels);
    }

    [Fact]
    public void Three_bits_logarithmic()
    {
        // α = 1: b = [1, 1, −½], α = 3.15/2.25 = 1.4; b = [1, ½, −¼], α = 2.575/1.3125, and b stays.
        Quantization result = Quantizers.Logarithmic(3).Quantize([2, 0.9, -0.5], [1, 1, 1], [1]);
        AssertClose([2.575 / 1.3125], result.Scales);
        Assert.Equal([1.0, 0.5, -0.25], result.Levels);
    }

    [Fact]
    public void Two_scales_are_solved_side_by_side()
    {
        // +: start .6333, b = [1, 1, 0], α₊ = .9. −: start 1.15, b = [1, 0], α₋ = 2.
        Quantization result = Quantizers.TwoScaleTernary.Quantize([1, 0.8, 0.1, -2, -0.3, 0], [1, 1, 1, 1, 1, 1], [0, 0]);
        AssertClose([0.9, 2], result.Scales);
        Assert.Equal([1.0, 1, 0, -1, 0, 0], result.Levels);
        AssertClose([0.9, 0.9, 0, -2, 0, 0], result.Values);
    }

    [Fact]
    public void A_side_without_weights_keeps_its_scale()
    {
        foreach (IQuantizer quantizer in new[] { Quantizers.TwoScaleTernary, Quantizers.ExactTwoScaleTernary })
        {
            Assert.Equal([1.0, 7], quantizer.Quantize([1, 1], [1, 1], [0.5, 7]).Scales);
            Assert.Equal([1.0, 0], quantizer.Quantize([1, 1], [1, 1], [0, 0]).Scales);
        }
    }

    [Fact]
    public void Exact_ternary_takes_the_largest()
    {
        // Σx/√j = 1, 1.9/√2 = 1.344, 2/√3 = 1.155: the two largest.
        Quantization result = Quantizers.ExactTernary.Quantize([0.1, -0.9, 1], [1, 1, 1], [0]);
        AssertClose([0.95], result.Scales);
        Assert.Equal([0.0, -1, 1], result.Levels);
    }

    [Fact]
    public void Rounding_is_half_to_even()
    {
        Assert.Equal([0.0, 0.0, 1.0, -1.0], new[] { 0.5, -0.5, 0.51, -0.51 }.Select(new LinearQuantizer(2).Project));

        // n = 7: 0.5·7 = 3.5 → 4, and 2.5 → 2.
        Assert.Equal(4.0 / 7, new LinearQuantizer(4).Project(0.5));
        Assert.Equal(2.0 / 7, new LinearQuantizer(4).Project(2.5 / 7));
    }

    [Fact]
    public void Logarithmic_ties_go_to_the_smaller_magnitude()
    {
        LogarithmicQuantizer threeBits = new(3);
        double[] u = [0.125, 0.126, 0.375, 0.75, -0.75, 0.76, 2, -2];
        Assert.Equal([0.0, 0.25, 0.25, 0.5, -0.5, 1, 1, -1], u.Select(threeBits.Project));
    }

    [Fact]
    public void The_smallest_logarithmic_level_of_eight_bits_is_two_to_the_minus_126()
    {
        double smallest = Math.ScaleB(1, -126);
        Assert.Equal(smallest, new LogarithmicQuantizer(8).Project(smallest));
        Assert.Equal(0, new LogarithmicQuantizer(8).Project(smallest / 2));
    }

    [Fact]
    public void A_scale_too_large_for_every_weight_is_kept()
    {
        // Σ D·b² = 0.
        foreach (IQuantizer quantizer in new[] { Quantizers.Linear(2), Quantizers.Logarithmic(2) })
        {
            Quantization result = quantizer.Quantize([1, -1], [1, 1], [10]);
            Assert.Equal([10.0], result.Scales);
            Assert.Equal([0.0, 0], result.Values);
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(double.NaN)]
    [InlineData(-1.0)]
    public void A_previous_scale_that_is_not_positive_means_none(double previous)
    {
        double[] w = Normal(1, 50);
        double[] d = Curvature(2, 50);
        double start = Weighted.MeanMagnitude(w, d);
        Assert.Equal(Quantizers.Linear(4).Quantize(w, d, [start]).Scales, Quantizers.Linear(4).Quantize(w, d, [previous]).Scales);
    }

    [Fact]
    public void Full_precision_copies()
    {
        double[] w = [0.1, -7];
        Quantization result = Quantizers.FullPrecision.Quantize(w, [1, 1], []);
        Assert.Equal(w, result.Values);
        Assert.NotSame(w, result.Values);
        Assert.Empty(result.Scales);
    }
}
