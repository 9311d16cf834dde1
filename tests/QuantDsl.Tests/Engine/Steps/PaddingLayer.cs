using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Engine;

/// <summary>Surrounds images with a value: 0 before a mean that counts the padding, −∞ before a maximum.</summary>
public sealed class PaddingLayer(int padding, double value) : NetworkLayer
{
    private int[] _shape = [];

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        _shape = input.Shape;
        NdArray output = new([_shape[0], _shape[1], _shape[2] + (2 * padding), _shape[3] + (2 * padding)]);
        Array.Fill(output.Data, value);
        foreach ((int n, int c, int y, int x) in Images.Indices(input)) output[n, c, y + padding, x + padding] = input[n, c, y, x];
        return output;
    }

    public override NdArray Backward(NdArray outputGradient)
    {
        NdArray inputGradient = new(_shape);
        foreach ((int n, int c, int y, int x) in Images.Indices(inputGradient))
            inputGradient[n, c, y, x] = outputGradient[n, c, y + padding, x + padding];
        return inputGradient;
    }
}
