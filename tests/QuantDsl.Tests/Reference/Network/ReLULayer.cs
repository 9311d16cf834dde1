namespace QuantDsl.Tests.Reference;

/// <summary>max(0, x); the derivative at 0 is 0.</summary>
public sealed class ReLULayer : NetworkLayer
{
    private NdArray _input = null!;

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        _input = input;
        return new NdArray(input.Shape, [.. input.Data.Select(x => Math.Max(0, x))]);
    }

    public override NdArray Backward(NdArray outputGradient) =>
        new(_input.Shape, [.. _input.Data.Zip(outputGradient.Data, (x, g) => x > 0 ? g : 0)]);
}
