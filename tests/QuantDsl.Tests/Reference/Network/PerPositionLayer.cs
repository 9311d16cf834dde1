namespace QuantDsl.Tests.Reference;

/// <summary>A layer of [N, features] on every position of [N, length, features], as if each were a sample.</summary>
public sealed class PerPositionLayer(NetworkLayer layer) : NetworkLayer
{
    private int[] _shape = [];

    public NetworkLayer Layer => layer;

    public override IReadOnlyList<NetworkParameter> Parameters => layer.Parameters;

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        _shape = input.Shape;
        return Sequence(layer.Forward(Positions(input), mode));
    }

    public override NdArray Backward(NdArray outputGradient) => Sequence(layer.Backward(Positions(outputGradient)));

    private NdArray Sequence(NdArray positions) => positions.Reshaped([_shape[0], _shape[1], positions.Features]);

    private static NdArray Positions(NdArray sequence) => sequence.Reshaped([sequence.Shape[0] * sequence.Shape[1], sequence.Shape[2]]);
}
