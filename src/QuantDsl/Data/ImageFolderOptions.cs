namespace QuantDsl;

/// <summary>
/// How <see cref="Dataset.FromImageFolder"/> makes inputs of one size from images of any size. The defaults are those of ImageNet.
/// </summary>
public sealed record ImageFolderOptions
{
    /// <summary>
    /// Height and width of the inputs: the middle of the scaled image, in training the random part of
    /// <see cref="Augmentation.RandomResizedCrop"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not from 1 to 4096.</exception>
    public int Size
    {
        get;
        init => field = InRange(value, nameof(Size));
    } = 224;

    /// <summary>
    /// To how many pixels the shorter side of an image is scaled before the middle is taken; null: 8/7 of <see cref="Size"/>, 256 of 224.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not from 1 to 4096.</exception>
    public int? ShorterSide
    {
        get;
        init => field = value is { } pixels ? InRange(pixels, nameof(ShorterSide)) : null;
    }

    /// <summary>Whether inputs have one channel of grey instead of red, green and blue.</summary>
    public bool Grey { get; init; }

    /// <summary>
    /// How to normalise; null: <see cref="Normalization.ImageNet"/>, of grey images <see cref="Normalization.ToMinusOneToOne"/>.
    /// </summary>
    public Normalization? Normalization { get; init; }

    /// <summary>How many threads decode images; null: as many as there are processors. It does not change any number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not from 1 to 1024.</exception>
    public int? Threads
    {
        get;
        init => field = value is null or (>= 1 and <= 1024)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Threads), value, "Expected 1 to 1024 threads.");
    }

    /// <summary>The channels of inputs.</summary>
    internal int Channels => Grey ? 1 : 3;

    /// <summary>What the shorter side of an image becomes.</summary>
    internal int ScaledSide => ShorterSide ?? (Size * 8 / 7);

    private static int InRange(int pixels, string parameter) => pixels is >= 1 and <= 4096
        ? pixels
        : throw new ArgumentOutOfRangeException(parameter, pixels, "Expected 1 to 4096 pixels.");
}
