namespace QuantDsl.Tests.Reference;

/// <summary>A function of each number, with its derivative.</summary>
/// <param name="function">f.</param>
/// <param name="derivative">f′, a function of x.</param>
public sealed class SmoothActivationLayer(Func<double, double> function, Func<double, double> derivative) : NetworkLayer
{
    private double[] _inputs = [];

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        _inputs = [.. input.Data];
        return new NdArray(input.Shape, [.. input.Data.Select(function)]);
    }

    public override NdArray Backward(NdArray outputGradient) =>
        new(outputGradient.Shape, [.. _inputs.Zip(outputGradient.Data, (x, g) => derivative(x) * g)]);
}
