using System.Text;
using QuantDsl.Data;
using static System.FormattableString;

namespace QuantDsl;

/// <summary>
/// How 8-bit pixels are normalised: <c>(pixel / 255 − Mean) / StandardDeviation</c>, with the same numbers for all channels or with those
/// in <see cref="Channels"/>. Validation and test images, and images passed to a trained model later, use the numbers of the training
/// images.
/// </summary>
/// <param name="Mean">Mean of the training pixels, scaled to [0, 1]; .1307 for MNIST.</param>
/// <param name="StandardDeviation">Standard deviation of the training pixels, scaled to [0, 1], positive; .3081 for MNIST.</param>
public sealed record Normalization(float Mean, float StandardDeviation)
{
    private readonly Normalization[] _channels = [];

    /// <summary>Scales pixels to [−1, 1], whatever the images contain.</summary>
    public static Normalization ToMinusOneToOne { get; } = new(.5f, .5f);

    /// <summary>The usual normalization for ImageNet: red (.485, .229), green (.456, .224), blue (.406, .225).</summary>
    public static Normalization ImageNet { get; } = PerChannel(new(.485f, .229f), new(.456f, .224f), new(.406f, .225f));

    /// <summary>Mean of the training pixels over all channels, scaled to [0, 1]. Setting it gives all channels the same numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite.</exception>
    public float Mean
    {
        get;
        init => (field, _channels) = (ValidMean(value), []);
    } = ValidMean(Mean);

    /// <summary>
    /// Standard deviation of the training pixels over all channels, scaled to [0, 1]. Setting it gives all channels the same numbers.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a finite positive number.</exception>
    public float StandardDeviation
    {
        get;
        init => (field, _channels) = (ValidDeviation(value), []);
    } = ValidDeviation(StandardDeviation);

    /// <summary>Mean and standard deviation per channel; empty if all channels share them.</summary>
    public IReadOnlyList<Normalization> Channels => _channels;

    /// <summary>Creates a normalization with separate numbers per channel.</summary>
    /// <param name="channels">
    /// One normalization per channel, for example for red, green and blue; none of them may have channels itself.
    /// </param>
    /// <exception cref="ArgumentException">The list is empty, or an element has channels itself.</exception>
    public static Normalization PerChannel(params IReadOnlyList<Normalization> channels)
    {
        ArgumentNullException.ThrowIfNull(channels);
        if (channels.Count == 0 || channels.Any(channel => channel is null || channel._channels.Length > 0))
            throw new ArgumentException("Expected a mean and a standard deviation for each of one or more channels.", nameof(channels));

        // The variance of all pixels is the mean of the channels' variances plus the variance of their means.
        double mean = channels.Average(channel => (double)channel.Mean);
        double within = channels.Average(channel => Math.Pow(channel.StandardDeviation, 2));
        double between = channels.Average(channel => Math.Pow(channel.Mean - mean, 2));
        return new Normalization([.. channels], (float)mean, (float)Math.Sqrt(within + between));
    }

    /// <summary>Computes mean and population standard deviation of pixels, scaled to [0, 1].</summary>
    /// <param name="pixels">All pixels of the training images.</param>
    /// <exception cref="DatasetException">There are no pixels, or all of them are equal.</exception>
    public static Normalization Of(ReadOnlySpan<byte> pixels)
    {
        var counts = new PixelCounts(channels: 1);
        counts.Add(pixels, pixels.Length);
        return counts.ToNormalization();
    }

    /// <summary>Computes mean and population standard deviation per channel, scaled to [0, 1].</summary>
    /// <param name="pixels">All pixels of the training images [N, channels, height, width].</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="pixelsPerChannel">Height × width.</param>
    /// <exception cref="ArgumentException">The number of pixels is not that of a whole number of images.</exception>
    /// <exception cref="DatasetException">There are no pixels, or all pixels of a channel are equal.</exception>
    public static Normalization PerChannelOf(ReadOnlySpan<byte> pixels, int channels, int pixelsPerChannel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(pixelsPerChannel, 1);
        if (pixels.Length % ((long)channels * pixelsPerChannel) != 0)
        {
            throw new ArgumentException(
                Invariant($"Expected whole images of {channels} × {pixelsPerChannel} pixels, found {pixels.Length}."), nameof(pixels));
        }

        var counts = new PixelCounts(channels);
        counts.Add(pixels, pixelsPerChannel);
        return counts.ToNormalization();
    }

    /// <summary>Normalises pixels, for example those of an image to pass to a trained model.</summary>
    /// <param name="pixels">The 8-bit pixels; if there are <see cref="Channels"/>, those of one image [channels, height, width].</param>
    /// <param name="inputs">Receives one value per pixel.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="inputs"/> is shorter than <paramref name="pixels"/>, or their number is not a multiple of the number of channels.
    /// </exception>
    public void Apply(ReadOnlySpan<byte> pixels, Span<float> inputs)
    {
        if (inputs.Length < pixels.Length)
            throw new ArgumentException(Invariant($"Expected room for {pixels.Length} numbers, found {inputs.Length}."), nameof(inputs));
        if (_channels.Length > 0 && pixels.Length % _channels.Length != 0)
        {
            throw new ArgumentException(
                Invariant($"Expected a multiple of {_channels.Length}, the number of channels, found {pixels.Length}."), nameof(pixels));
        }

        ToTable().Apply(pixels, inputs);
    }

    /// <summary>Returns true if both have the same numbers for every channel.</summary>
    /// <param name="other">The other normalization.</param>
    public bool Equals(Normalization? other) =>
        other is not null && Mean == other.Mean && StandardDeviation == other.StandardDeviation && _channels.SequenceEqual(other._channels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Mean, StandardDeviation, _channels.Length);

    /// <summary>The normalised value of a pixel of a channel.</summary>
    internal float Input(byte pixel, int channel)
    {
        Normalization numbers = _channels.Length == 0 ? this : _channels[channel];
        return PixelTable.Input(pixel, numbers.Mean, numbers.StandardDeviation);
    }

    /// <summary>The mean of each channel, or that of all of them.</summary>
    internal float[] Means => _channels.Length == 0 ? [Mean] : [.. _channels.Select(channel => channel.Mean)];

    /// <summary>The standard deviation of each channel, or that of all of them.</summary>
    internal float[] Deviations => _channels.Length == 0 ? [StandardDeviation] : [.. _channels.Select(channel => channel.StandardDeviation)];

    /// <summary>The normalised value of every pixel value.</summary>
    internal PixelTable ToTable() => new(Means, Deviations);

    /// <summary>Checks that the normalization fits images with this number of channels.</summary>
    internal void CheckChannels(string name, long channels)
    {
        if (_channels.Length > 0 && _channels.Length != channels)
        {
            throw DatasetException.At(
                name,
                Invariant($"a normalization for {channels} {(channels == 1 ? "channel" : "channels")}"),
                Invariant($"one for {_channels.Length}"),
                "Give a mean and standard deviation per channel, or one pair for all.");
        }
    }

    private static float ValidMean(float value) => float.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(Mean), value, "Expected a finite mean of pixels scaled to [0, 1].");

    private static float ValidDeviation(float value) => float.IsFinite(value) && value > 0
        ? value
        : throw new ArgumentOutOfRangeException(nameof(StandardDeviation), value, "Expected a finite positive number.");

    private Normalization(Normalization[] channels, float mean, float standardDeviation)
        : this(mean, standardDeviation) => _channels = channels;

    private bool PrintMembers(StringBuilder text)
    {
        text.Append(_channels.Length == 0
            ? Invariant($"Mean = {Mean}, StandardDeviation = {StandardDeviation}")
            : string.Join(", ", _channels.Select(channel => Invariant($"({channel.Mean}, {channel.StandardDeviation})"))));
        return true;
    }
}
