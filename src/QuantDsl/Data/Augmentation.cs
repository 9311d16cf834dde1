using QuantDsl.Data;
using static System.FormattableString;

namespace QuantDsl;

/// <summary>
/// Random augmentation of training images, for <see cref="Dataset.Augment"/>. The usual choices are
/// <c>new Augmentation { HorizontalFlip = true, CropPadding = 4 }</c> for CIFAR and
/// <c>new Augmentation { HorizontalFlip = true, RandomResizedCrop = true }</c> for ImageNet.
/// </summary>
public sealed record Augmentation
{
    /// <summary>Whether an image is mirrored left to right with probability ½.</summary>
    public bool HorizontalFlip { get; init; }

    /// <summary>
    /// Pads each side with this many black pixels, then takes a random crop of the original size; 0: no padding and no crop.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int CropPadding
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(CropPadding), value, "Expected a number of pixels, 0 for none.");
    }

    /// <summary>
    /// Whether a random region of random area and aspect ratio (3:4 to 4:3) is scaled to the input size, as torchvision's
    /// <c>RandomResizedCrop</c> does. Only for images of <see cref="Dataset.FromImageFolder"/>, which are scaled anyway.
    /// </summary>
    public bool RandomResizedCrop { get; init; }

    /// <summary>Smallest area of that region as a fraction of the image, above 0 and at most 1; the largest is the whole image.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 and at most 1.</exception>
    public double MinimumArea
    {
        get;
        init => field = value is > 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MinimumArea), value, "Expected a fraction above 0 and at most 1.");
    } = 0.08;

    /// <summary>A description, for example <c>mirrored, moved by up to 4</c>.</summary>
    public override string ToString()
    {
        string[] parts =
        [
            HorizontalFlip ? "mirrored" : "",
            CropPadding > 0 ? Invariant($"moved by up to {CropPadding}") : "",
            RandomResizedCrop ? Invariant($"parts from {MinimumArea} of the area") : "",
        ];
        string all = string.Join(", ", parts.Where(part => part.Length > 0));
        return all.Length > 0 ? all : "not varied";
    }

    /// <summary>Checks that examples of this shape and source can be augmented this way.</summary>
    internal void Check(string name, IReadOnlyList<long> shape, ExampleSource? source)
    {
        if (shape.Count != 3)
        {
            throw DatasetException.At(
                name,
                "images [channels, height, width] to augment",
                DatasetCheck.Shape(shape),
                "Only images can be augmented; give them three axes with .reshape.");
        }

        if (CropPadding >= Math.Min(shape[1], shape[2]))
        {
            throw DatasetException.At(
                name,
                $"a {nameof(CropPadding)} below the size of the images, {DatasetCheck.Shape(shape)}",
                Invariant($"{CropPadding}"),
                "The usual value for images of 32×32 is 4.");
        }

        if (RandomResizedCrop && source is not { ScalesImages: true })
        {
            throw DatasetException.At(
                name,
                $"images of any size for {nameof(RandomResizedCrop)}",
                $"images that are all {DatasetCheck.Shape(shape)}",
                $"Use {nameof(CropPadding)}, or read the images with Dataset.FromImageFolder.");
        }
    }
}
