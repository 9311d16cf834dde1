using QuantDsl.Tests.Kernels;

namespace QuantDsl.Tests.Reference;

/// <summary>Activations without a kink.</summary>
public static class Activations
{
    public static NetworkLayer Tanh() => new SmoothActivationLayer(Math.Tanh, x => 1 - Math.Pow(Math.Tanh(x), 2));

    public static NetworkLayer Sigmoid() => new SmoothActivationLayer(Logistic, x => Logistic(x) * (1 - Logistic(x)));

    public static NetworkLayer Silu() =>
        new SmoothActivationLayer(x => x * Logistic(x), x => Logistic(x) * (1 + (x * (1 - Logistic(x)))));

    public static NetworkLayer Gelu() => new SmoothActivationLayer(
        x => x * NormalDistributionFunction.Exact(x), x => NormalDistributionFunction.Exact(x) + (x * NormalDistributionFunction.Density(x)));

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
