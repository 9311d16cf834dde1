using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Graph;

/// <summary>Static shape of a value without the batch axis: (features) or (channels, height, width).</summary>
internal sealed record Shape(EquatableArray<int> Dimensions)
{
    public bool IsImage => Dimensions.Count == 3;

    /// <summary>Channels of an image, features otherwise: the axis that batch normalisation and output channels run over.</summary>
    public int Channels => Dimensions[0];

    public int Height => Dimensions[1];

    public int Width => Dimensions[2];

    public long Elements => Dimensions.Aggregate(1L, (product, size) => product * size);

    public static Shape Of(params int[] dimensions) => new(dimensions.ToEquatableArray());

    public override string ToString() => string.Join("×", Dimensions);
}
