namespace QuantDsl.Tests.Reference;

/// <summary>[N, C, H, W] → [N, C·H·W].</summary>
public sealed class FlattenLayer : NetworkLayer
{
    private int[] _inputShape = [];

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        _inputShape = input.Shape;
        return input.Reshaped([input.Batch, input.Features]);
    }

    public override NdArray Backward(NdArray outputGradient) => outputGradient.Reshaped(_inputShape);
}
