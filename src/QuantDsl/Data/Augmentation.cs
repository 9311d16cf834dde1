using QuantDsl.Data;
using static System.FormattableString;

namespace QuantDsl;

/// <summary>
/// How training images vary at random from epoch to epoch, for <see cref="Dataset.Augment"/>. Usual are for CIFAR
/// <c>new Augmentation { HorizontalFlip = true, CropPadding = 4 }</c> and for ImageNet
/// <c>new Augmentation { HorizontalFlip = true, RandomResizedCrop = true }</c>.
/// </summary>
public sealed record Augmentation
{
    /// <summary>Whether every second image, by chance, is mirrored left to right.</summary>
    public bool HorizontalFlip { get; init; }

    /// <summary>Black pixels around the image, from which a part of its old size is cut out at random: it moves by up to so many.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int CropPadding
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(CropPadding), value, "Expected a number of pixels, 0 for none.");
    }

    /// <summary>
    /// Whether a random part of random area and proportions (3:4 to 4:3) is scaled to the size of the inputs, for images that are scaled
    /// anyway: those of <see cref="Dataset.FromImageFolder"/>.
    /// </summary>
    public bool RandomResizedCrop { get; init; }

    /// <summary>The smallest area of that part, as a share of the image; the largest is all of it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0 and at most 1.</exception>
    public double MinimumArea
    {
        get;
        init => field = value is > 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MinimumArea), value, "Expected a share above 0 and at most 1.");
    } = 0.08;

    /// <summary>For example <c>mirrored, moved by up to 4</c>.</summary>
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

    /// <summary>Checks that examples can be varied so.</summary>
    internal void Check(string name, long[] shape, ExampleSource? source)
    {
        if (shape.Length != 3)
        {
            throw DatasetException.At(
                name,
                "images [channels, height, width] to vary",
                DatasetCheck.Shape(shape),
                "Augment images, or give them three axes with .reshape.");
        }

        if (CropPadding >= Math.Min(shape[1], shape[2]))
        {
            throw DatasetException.At(
                name,
                $"a {nameof(CropPadding)} below the size of the images, {DatasetCheck.Shape(shape)}",
                Invariant($"{CropPadding}"),
                "For images of 32×32 it is usually 4.");
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
