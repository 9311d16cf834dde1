namespace QuantDsl;

/// <summary>
/// How <see cref="Dataset.FromImageFolder"/> turns images of any size into inputs of one size. The defaults are those usual for ImageNet.
/// </summary>
public sealed record ImageFolderOptions
{
    /// <summary>
    /// Height and width of the inputs in pixels: a center crop of the scaled image or, in training with
    /// <see cref="Augmentation.RandomResizedCrop"/>, a random region scaled to this size.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 4096.</exception>
    public int Size
    {
        get;
        init => field = InRange(value, nameof(Size));
    } = 224;

    /// <summary>
    /// Length in pixels to which the shorter side of an image is scaled before the center crop; null: 8/7 of <see cref="Size"/>, that is
    /// 256 for 224, but an image of exactly <see cref="Size"/> × <see cref="Size"/> pixels is taken as it is.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 4096.</exception>
    public int? ShorterSide
    {
        get;
        init => field = value is { } pixels ? InRange(pixels, nameof(ShorterSide)) : null;
    }

    /// <summary>Whether inputs have one grey channel instead of red, green and blue.</summary>
    public bool Grey { get; init; }

    /// <summary>
    /// How to normalise; null: <see cref="Normalization.ImageNet"/>, or <see cref="Normalization.ToMinusOneToOne"/> for grey images.
    /// </summary>
    public Normalization? Normalization { get; init; }

    /// <summary>
    /// Whether some of the classes that <see cref="Dataset.FromImageFolder"/> is given, those of the training set, may have no folder or no
    /// images, as a rare class in a small validation set. The other classes keep their numbers.
    /// </summary>
    public bool AllowMissingClasses { get; init; }

    /// <summary>Number of threads that decode images; null: the number of processors. It does not affect any value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 1024.</exception>
    public int? Threads
    {
        get;
        init => field = value is null or (>= 1 and <= 1024)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Threads), value, "Expected 1 to 1024 threads.");
    }

    /// <summary>Number of channels of the inputs.</summary>
    internal int Channels => Grey ? 1 : 3;

    /// <summary>Length to which the shorter side of an image of another size is scaled.</summary>
    internal int ScaledSide => ShorterSide ?? (Size * 8 / 7);

    /// <summary>Length to which the shorter side of an image is scaled.</summary>
    internal int ScaledSideOf(int width, int height) => ShorterSide is null && (width, height) == (Size, Size) ? Size : ScaledSide;

    private static int InRange(int pixels, string parameter) => pixels is >= 1 and <= 4096
        ? pixels
        : throw new ArgumentOutOfRangeException(parameter, pixels, "Expected 1 to 4096 pixels.");
}
