using QuantDsl.CompilerServices;
using Xunit.Abstractions;

namespace QuantDsl.Tests.Kernels;

/// <summary>
/// exp, log, tanh, the logistic function and the normal distribution against float64, at every 509th float32, both signs and the numbers below the normal ones included; the
/// same bits for each width and for a number by itself.
/// </summary>
public sealed class FunctionTests(ITestOutputHelper output)
{
    [Fact]
    public void Exp_is_as_accurate_as_stated() => Check(new ExpFunction(), Math.Exp, Exponential.MaximumError);

    [Fact]
    public void Log_is_as_accurate_as_stated() => Check(new LogFunction(), Math.Log, Logarithm.MaximumError);

    [Fact]
    public void Tanh_is_as_accurate_as_stated() => Check(new TanhFunction(), Math.Tanh, HyperbolicTangent.MaximumError);

    [Fact]
    public void Logistic_is_as_accurate_as_stated() => Check(new LogisticFunction(), x => 1 / (1 + Math.Exp(-x)), Logistic.MaximumError);

    [Fact]
    public void Normal_distribution_is_as_accurate_as_stated() =>
        Check(new NormalDistributionFunction(), NormalDistributionFunction.Exact, NormalDistribution.MaximumError);

    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(1e-45f, 1f)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(88.72284f, float.PositiveInfinity)]
    [InlineData(float.MaxValue, float.PositiveInfinity)]
    [InlineData(float.MinValue, 0f)]
    [InlineData(-103.97209f, 0f)]
    [InlineData(-103.97207f, float.Epsilon)]
    [InlineData(float.NaN, float.NaN)]
    public void Exp_at_its_ends(float x, float expected) => SameNumber(expected, Exponential.Of(x));

    [Theory]
    [InlineData(0f, float.NegativeInfinity)]
    [InlineData(1f, 0f)]
    [InlineData(float.Epsilon, -103.278929903f)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, float.NaN)]
    [InlineData(-float.Epsilon, float.NaN)]
    [InlineData(float.NaN, float.NaN)]
    public void Log_at_its_ends(float x, float expected) => SameNumber(expected, Logarithm.Of(x));

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(1e-45f, 1e-45f)]
    [InlineData(-1e-40f, -1e-40f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, -1f)]
    [InlineData(float.MinValue, -1f)]
    [InlineData(float.NaN, float.NaN)]
    public void Tanh_at_its_ends(float x, float expected) => SameNumber(expected, HyperbolicTangent.Of(x));

    [Theory]
    [InlineData(0f, 0.5f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(float.MinValue, 0f)]
    [InlineData(float.MaxValue, 1f)]
    [InlineData(float.NaN, float.NaN)]
    public void Logistic_at_its_ends(float x, float expected) => SameNumber(expected, Logistic.Of(x));

    [Theory]
    [InlineData(0f, 0.5f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(-20f, 0f)]
    [InlineData(20f, 1f)]
    [InlineData(float.NaN, float.NaN)]
    public void Normal_distribution_at_its_ends(float x, float expected) => SameNumber(expected, new NormalDistributionFunction().Of(x));

    [Fact]
    public void Negative_zero()
    {
        SameNumber(1, Exponential.Of(-0f));
        SameNumber(float.NegativeInfinity, Logarithm.Of(-0f));
        SameNumber(-0f, HyperbolicTangent.Of(-0f));
        SameNumber(0.5f, Logistic.Of(-0f));
    }

    private static void SameNumber(float expected, float actual)
    {
        if (float.IsNaN(expected))
            Assert.True(float.IsNaN(actual), $"{actual}");
        else
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(actual));
    }

    private void Check<TFunction>(TFunction function, Func<double, double> reference, double maximumError)
        where TFunction : IFunction
    {
        var sweep = new FunctionSweep<TFunction>(function, reference);
        sweep.Run();
        output.WriteLine($"largest error {sweep.LargestError:F4} ulp at {sweep.Worst:R}");
        Assert.True(sweep.LargestError <= maximumError, $"{sweep.LargestError} ulp at {sweep.Worst:R}");
        Assert.True(sweep.LargestError > maximumError / 2, "the stated error can be halved");
    }
}
