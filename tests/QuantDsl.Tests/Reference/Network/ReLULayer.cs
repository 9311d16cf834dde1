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
        double[] x = input.Data;
        double[] output = new double[x.Length];
        if (IsFrozen)
        {
            IsUnstable = false;
            for (int i = 0; i < x.Length; i++)
            {
                output[i] = _passes[i] ? x[i] : slope * x[i];
                IsUnstable |= _isZero[i] ? x[i] != 0 : x[i] > 0 != _passes[i];
            }

            return new NdArray(input.Shape, output);
        }

        _isZero = new bool[x.Length];
        _passes = new bool[x.Length];
        double largest = x.Max(Math.Abs);
        for (int i = 0; i < x.Length; i++)
        {
            _isZero[i] = x[i] == 0;
            _passes[i] = x[i] > 0 != (x[i] != 0 && TakesOtherSide?.Invoke(Math.Abs(x[i]), largest) == true);
            output[i] = x[i] > 0 ? x[i] : slope * x[i];
        }

        return new NdArray(input.Shape, output);
    }

    public override NdArray Backward(NdArray outputGradient)
    {
        NdArray inputGradient = outputGradient.ZerosLike();
        for (int i = 0; i < _passes.Length; i++)
            inputGradient.Data[i] = _passes[i] ? outputGradient.Data[i] : slope * outputGradient.Data[i];
        return inputGradient;
    }
}
