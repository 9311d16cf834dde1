namespace QuantDsl.Tests.Reference;

/// <summary>x above 0, slope·x elsewhere; the derivative at 0 is the slope.</summary>
/// <param name="slope">0 for max(0, x).</param>
public sealed class ReLULayer(double slope = 0) : NetworkLayer, IKink
{
    private bool[] _passes = [];
    private bool[] _isZero = [];

    public Func<double, double, bool>? TakesOtherSide { get; set; }

    public bool IsFrozen { get; set; }

    public bool IsUnstable { get; private set; }

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        if (IsFrozen)
        {
            IsUnstable = Enumerable.Range(0, input.Data.Length).Any(i => _isZero[i] ? input.Data[i] != 0 : input.Data[i] > 0 != _passes[i]);
            return new NdArray(input.Shape, [.. _passes.Zip(input.Data, (passes, x) => passes ? x : slope * x)]);
        }

        _isZero = [.. input.Data.Select(x => x == 0)];
        double largest = input.Data.Max(Math.Abs);
        _passes = [.. input.Data.Select(x => x > 0 != (x != 0 && TakesOtherSide?.Invoke(Math.Abs(x), largest) == true))];
        return new NdArray(input.Shape, [.. input.Data.Select(x => x > 0 ? x : slope * x)]);
    }

    public override NdArray Backward(NdArray outputGradient) =>
        new(outputGradient.Shape, [.. _passes.Zip(outputGradient.Data, (passes, g) => passes ? g : slope * g)]);
}
