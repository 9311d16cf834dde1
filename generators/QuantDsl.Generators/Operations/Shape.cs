namespace QuantDsl.Generators.Operations;

/// <summary>Static shape of a value without the batch axis: (features), (length, features) or (channels, height, width).</summary>
internal sealed record Shape(EquatableArray<int> Dimensions)
{
    /// <summary>
    /// Most weights of a model and most elements of a value: 8 GB of float32; leaves 32-bit offsets room for biases and alignment.
    /// </summary>
    public const double MaximumElements = 2_000_000_000;

    public bool IsImage => Dimensions.Count == 3;

    public bool IsSequence => Dimensions.Count == 2;

    /// <summary>Channels of an image, features otherwise: the axis that batch normalisation and output channels run over.</summary>
    public int Channels => IsSequence ? Dimensions[1] : Dimensions[0];

    /// <summary>Positions of a sequence; 1 otherwise.</summary>
    public int Length => IsSequence ? Dimensions[0] : 1;

    public int Height => Dimensions[1];

    public int Width => Dimensions[2];

    public long Elements => Dimensions.Aggregate(1L, (product, size) => product * size);

    public static Shape Of(params int[] dimensions) => new(dimensions.ToEquatableArray());

    /// <summary>A sequence as an image of one row; an image as it is.</summary>
    public Shape AsImage() => IsSequence ? Of(Channels, 1, Length) : this;

    /// <summary>The same shape with other features.</summary>
    public Shape With(int features) => IsSequence ? Of(Length, features) : Of(features);

    /// <summary>What it is, for messages.</summary>
    public string Words => IsSequence ? $"a sequence of {this}" : IsImage ? $"an image of {this}" : $"{this} features";

    public override string ToString() => string.Join("×", Dimensions);
}
