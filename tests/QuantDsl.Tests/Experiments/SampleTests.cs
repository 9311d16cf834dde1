using global::Experiments.Tables;

namespace QuantDsl.Tests.Experiments;

public class SampleTests
{
    [Fact]
    public void Mean_deviation_and_error_are_those_of_a_known_sample()
    {
        var sample = Sample.Of([2, 4, 4, 4, 5, 5, 7, 9]);

        Assert.Equal(8, sample.Count);
        Assert.Equal(5, sample.Mean);
        Assert.Equal(Math.Sqrt(32.0 / 7), sample.Deviation, 12); // n − 1, not n
        Assert.Equal(Math.Sqrt(32.0 / 7 / 8), sample.Error, 12);
    }

    [Fact]
    public void One_number_has_no_deviation() => Assert.Equal((1, 3.0, double.NaN), Parts(Sample.Of([3])));

    [Theory]
    [InlineData(new[] { 7.0 }, 7)]
    [InlineData(new[] { 9.0, 1, 5 }, 5)]
    [InlineData(new[] { 4.0, 3, 2, 1 }, 2)]
    [InlineData(new[] { double.PositiveInfinity, 6 }, 6)]
    [InlineData(new[] { double.PositiveInfinity, 6, double.PositiveInfinity }, double.PositiveInfinity)]
    [InlineData(new[] { 8.0, double.PositiveInfinity, 6, double.PositiveInfinity, 7 }, 8)]
    public void The_lower_median_is_what_half_of_the_numbers_do_not_exceed(double[] numbers, double expected) =>
        Assert.Equal(expected, Sample.LowerMedian(numbers));

    private static (int, double, double) Parts(Sample sample) => (sample.Count, sample.Mean, sample.Deviation);
}
