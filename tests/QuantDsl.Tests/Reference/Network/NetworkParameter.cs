namespace QuantDsl.Tests.Reference;

/// <summary>A parameter of a layer: the values used in forward and backward, and the gradient of the last backward pass.</summary>
/// <param name="isWeight">True for the weight of a convolution or linear layer, which is what gets quantized.</param>
public sealed class NetworkParameter(string name, bool isWeight, params int[] shape)
{
    public string Name => name;

    public bool IsWeight => isWeight;

    public int[] Shape => shape;

    /// <summary>Blocks of rows that can have scales of their own: the gates of a recurrent layer.</summary>
    public int Gates { get; init; } = 1;

    /// <summary>Whether no step changes it.</summary>
    public bool IsFrozen { get; set; }

    public double[] Values { get; } = new double[shape.Aggregate(1, (product, extent) => product * extent)];

    public double[] Gradient { get; } = new double[shape.Aggregate(1, (product, extent) => product * extent)];
}
