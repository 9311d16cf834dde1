namespace QuantDsl.Tests.Reference;

/// <summary>tanh x.</summary>
public sealed class TanhLayer : NetworkLayer
{
    private double[] _outputs = [];

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        _outputs = [.. input.Data.Select(Math.Tanh)];
        return new NdArray(input.Shape, [.. _outputs]);
    }

    public override NdArray Backward(NdArray outputGradient) =>
        new(outputGradient.Shape, [.. _outputs.Zip(outputGradient.Data, (y, g) => (1 - (y * y)) * g)]);
}
