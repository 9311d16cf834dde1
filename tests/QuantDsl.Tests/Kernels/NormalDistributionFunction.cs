using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

internal readonly struct NormalDistributionFunction : IFunction
{
    /// <summary>
    /// Φ in float64: near 0 by its series, ½ + φ(x)·(x + x³/3 + x⁵/15 + …), in the tails by Laplace's continued fraction,
    /// 1 − Φ(z) = φ(z)/(z + 1/(z + 2/(z + …))).
    /// </summary>
    public static double Exact(double x)
    {
        if (x > 3)
            return 1 - Exact(-x);
        double density = Density(x);
        if (x < -3)
        {
            double fraction = -x;
            for (int k = 200; k > 0; k--)
                fraction = -x + (k / fraction);
            return density / fraction;
        }

        double term = x;
        double sum = x;
        for (int k = 3; k < 200; k += 2)
        {
            term *= x * x / k;
            sum += term;
        }

        return 0.5 + (density * sum);
    }

    /// <summary>φ in float64.</summary>
    public static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    public TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => NormalDistribution.Of(x, out _);

    public float Of(float x) => FirstLane.Of(NormalDistribution.Of(Lanes4.Broadcast(x), out _));
}
