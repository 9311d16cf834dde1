using QuantDsl.CompilerServices;
using QuantDsl.Tests.Fuzz;

namespace QuantDsl.Tests.Kernels;

/// <summary>Activations and their gradients, from x and, where that is possible, from y, against float64.</summary>
public sealed class ActivationTests
{
    public static TheoryData<int> Seeds => KernelData.Seeds;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Relu(int seed) => CheckWithOutput<Relu>(seed, x => Math.Max(x, 0), x => x > 0 ? 1 : 0);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Leaky_relu(int seed) =>
        CheckWithOutput<LeakyRelu<Slope0_25>>(seed, x => x > 0 ? x : Slope0_25.Value * x, x => x > 0 ? 1 : Slope0_25.Value);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Tanh(int seed) => CheckWithOutput<Tanh>(seed, Math.Tanh, x => 1 - Math.Pow(Math.Tanh(x), 2), tolerance: 1e-6);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Sigmoid(int seed) => CheckWithOutput<Sigmoid>(seed, Logistic, x => Logistic(x) * (1 - Logistic(x)), tolerance: 1e-6);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Silu(int seed) =>
        Check<Silu>(seed, x => x * Logistic(x), x => Logistic(x) * (1 + (x * (1 - Logistic(x)))), tolerance: 1e-6);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Gelu(int seed) => Check<Gelu>(
        seed,
        x => x * NormalDistributionFunction.Exact(x),
        x => NormalDistributionFunction.Exact(x) + (x * NormalDistributionFunction.Density(x)),
        tolerance: 1e-6);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Hard_swish(int seed) => Check<HardSwish>(
        seed, x => x * Math.Clamp(x + 3, 0, 6) / 6, x => x < -3 ? 0 : x > 3 ? 1 : (x / 3) + 0.5, tolerance: 1e-6);

    [Fact]
    public void What_is_not_a_number_stays()
    {
        Assert.Equal([float.NaN, 0, 0, 0, float.PositiveInfinity], OfSpecials<Relu>());
        Assert.Equal([float.NaN, 0, 0, float.NegativeInfinity, float.PositiveInfinity], OfSpecials<LeakyRelu<Slope0_01>>());
        Assert.Equal([float.NaN, 0, 0, -1, 1], OfSpecials<Tanh>());
        Assert.Equal([float.NaN, 0.5f, 0.5f, 0, 1], OfSpecials<Sigmoid>());
        Assert.Equal([float.NaN, 0, 0, float.NaN, float.PositiveInfinity], OfSpecials<Silu>());
        Assert.Equal([float.NaN, 0, 0, float.NaN, float.PositiveInfinity], OfSpecials<Gelu>());
        Assert.Equal([float.NaN, 0, 0, 0, float.PositiveInfinity], OfSpecials<HardSwish>());
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static float[] OfSpecials<TActivation>()
        where TActivation : IActivation
    {
        float[] x = [float.NaN, -0f, 0, float.NegativeInfinity, float.PositiveInfinity];
        using var images = new GuardedImages(new ImageShape(1, 1, 1, 5), x);
        Activation.Forward<Lanes8, TActivation>(images.Batch, images.Batch, new UnitRange(0, 1));
        return images.Written();
    }

    /// <param name="seed">Of shape and numbers, among which are zeros.</param>
    /// <param name="function">f.</param>
    /// <param name="derivative">f′.</param>
    /// <param name="tolerance">Of f relative, of f′ absolute; 0: the result is the correctly rounded one.</param>
    private static Results Check<TActivation>(
        int seed, Func<double, double> function, Func<double, double> derivative, double tolerance = 0)
        where TActivation : IActivation
    {
        var pointwise = new PointwiseCase(seed);
        float[] x = KernelData.Small(pointwise.Random, pointwise.Shape.Count);
        float[] gradient = KernelData.Normal(pointwise.Random, pointwise.Shape.Count);
        float[] y = KernelData.SameBits(Forward<Lanes4>(), Forward<Lanes8>(), Forward<Lanes16>());
        double[] gradients = [.. gradient.Select((above, i) => derivative(x[i]) * above)];

        double[] values = [.. x.Select(value => function(value))];
        Close(values, y, [.. values.Select(value => Math.Abs(value) * tolerance)]);
        double[] tolerances = [.. gradient.Select(above => Math.Abs(above) * tolerance)];
        Close(gradients, KernelData.SameBits(Backward<Lanes4>(), Backward<Lanes8>(), Backward<Lanes16>()), tolerances);
        return new Results(pointwise, y, gradient, gradients, tolerances);

        float[] Forward<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes> =>
            pointwise.Map(
                x, (in ImageBatch from, in ImageBatch to, UnitRange samples) => Activation.Forward<TLanes, TActivation>(from, to, samples));

        float[] Backward<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes> =>
            pointwise.Zip(
                x,
                gradient,
                (in ImageBatch left, in ImageBatch right, in ImageBatch to, UnitRange samples) =>
                    Activation.BackwardFromInput<TLanes, TActivation>(left, right, to, samples));
    }

    /// <inheritdoc cref="Check"/>
    private static void CheckWithOutput<TActivation>(
        int seed, Func<double, double> function, Func<double, double> derivative, double tolerance = 0)
        where TActivation : IOutputActivation
    {
        Results found = Check<TActivation>(seed, function, derivative, tolerance);
        Close(found.InputGradients, KernelData.SameBits(Backward<Lanes4>(), Backward<Lanes8>(), Backward<Lanes16>()), found.Tolerances);

        float[] Backward<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes> =>
            found.Case.Zip(
                found.Y,
                found.OutputGradients,
                (in ImageBatch left, in ImageBatch right, in ImageBatch to, UnitRange samples) =>
                    Activation.Backward<TLanes, TActivation>(left, right, to, samples));
    }

    private static void Close(double[] expected, float[] actual, double[] tolerances)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal((float)expected[i], actual[i], tolerances[i]);
    }

    private sealed record Results(PointwiseCase Case, float[] Y, float[] OutputGradients, double[] InputGradients, double[] Tolerances);
}
