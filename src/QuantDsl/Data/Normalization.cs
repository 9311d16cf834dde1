using System.Text;
using QuantDsl.Data;
using static System.FormattableString;

namespace QuantDsl;

/// <summary>
/// How 8-bit pixels become inputs: <c>(pixel / 255 − Mean) / StandardDeviation</c>, with the same numbers for all channels or with those of
/// <see cref="Channels"/>. Test and validation images, and images that a trained model sees later, use the numbers of the training images.
/// </summary>
/// <param name="Mean">The mean of the training pixels, scaled to [0, 1]. For MNIST .1307.</param>
/// <param name="StandardDeviation">Their standard deviation, positive. For MNIST .3081.</param>
public sealed record Normalization(float Mean, float StandardDeviation)
{
    private readonly Normalization[] _channels = [];

    /// <summary>Scales pixels to [−1, 1], without a look at the images.</summary>
    public static Normalization ToMinusOneToOne { get; } = new(.5f, .5f);

    /// <summary>That of most networks for ImageNet: red (.485, .229), green (.456, .224), blue (.406, .225).</summary>
    public static Normalization ImageNet { get; } = PerChannel(new(.485f, .229f), new(.456f, .224f), new(.406f, .225f));

    /// <summary>The mean of the training pixels of all channels, scaled to [0, 1]. Setting it gives all channels the same numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number.</exception>
    public float Mean
    {
        get;
        init => (field, _channels) = (ValidMean(value), []);
    } = ValidMean(Mean);

    /// <summary>The standard deviation of all training pixels, scaled to [0, 1]. Setting it gives all channels the same numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite positive number.</exception>
    public float StandardDeviation
    {
        get;
        init => (field, _channels) = (ValidDeviation(value), []);
    } = ValidDeviation(StandardDeviation);

    /// <summary>The numbers of every channel; empty if they are the same for all.</summary>
    public IReadOnlyList<Normalization> Channels => _channels;

    /// <summary>A normalization that treats every channel by its own numbers.</summary>
    /// <param name="channels">Those of red, green and blue, for example; at least one, themselves without channels.</param>
    /// <exception cref="ArgumentException">There is none, or one has channels itself.</exception>
    public static Normalization PerChannel(params IReadOnlyList<Normalization> channels)
    {
        ArgumentNullException.ThrowIfNull(channels);
        if (channels.Count == 0 || channels.Any(channel => channel is null || channel._channels.Length > 0))
            throw new ArgumentException("Expected a mean and a standard deviation for every channel, at least one.", nameof(channels));

        // The variance of all pixels is the mean variance within the channels, and the variance of their means.
        double mean = channels.Average(channel => (double)channel.Mean);
        double within = channels.Average(channel => Math.Pow(channel.StandardDeviation, 2));
        double between = channels.Average(channel => Math.Pow(channel.Mean - mean, 2));
        return new Normalization([.. channels], (float)mean, (float)Math.Sqrt(within + between));
    }

    /// <summary>The mean and (population) standard deviation of <paramref name="pixels"/>, scaled to [0, 1].</summary>
    /// <param name="pixels">All pixels of the training images.</param>
    /// <exception cref="DatasetException">There are no pixels, or all are equal.</exception>
    public static Normalization Of(ReadOnlySpan<byte> pixels)
    {
        var counts = new PixelCounts(channels: 1);
        counts.Add(pixels, pixels.Length);
        return counts.ToNormalization();
    }

    /// <summary>The mean and (population) standard deviation of every channel, scaled to [0, 1].</summary>
    /// <param name="pixels">All pixels of the training images [N, channels, height, width].</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="pixelsPerChannel">Height × width.</param>
    /// <exception cref="ArgumentException">These are no whole images.</exception>
    /// <exception cref="DatasetException">There are no pixels, or all of a channel are equal.</exception>
    public static Normalization PerChannelOf(ReadOnlySpan<byte> pixels, int channels, int pixelsPerChannel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(pixelsPerChannel, 1);
        if (pixels.Length % ((long)channels * pixelsPerChannel) != 0)
        {
            throw new ArgumentException(
                Invariant($"Expected whole images of {channels} × {pixelsPerChannel} pixels, found {pixels.Length} pixels."), nameof(pixels));
        }

        var counts = new PixelCounts(channels);
        counts.Add(pixels, pixelsPerChannel);
        return counts.ToNormalization();
    }

    /// <summary>Normalises pixels, for example those of an image that a trained model is to see.</summary>
    /// <param name="pixels">The 8-bit pixels; with <see cref="Channels"/> one image, [channels, height, width].</param>
    /// <param name="inputs">Receives one number per pixel.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="inputs"/> is shorter than <paramref name="pixels"/>, or these do not divide into the channels.
    /// </exception>
    public void Apply(ReadOnlySpan<byte> pixels, Span<float> inputs)
    {
        if (inputs.Length < pixels.Length)
            throw new ArgumentException(Invariant($"Expected room for {pixels.Length} numbers, found {inputs.Length}."), nameof(inputs));
        if (_channels.Length > 0 && pixels.Length % _channels.Length != 0)
            throw new ArgumentException(Invariant($"Expected pixels of {_channels.Length} channels, found {pixels.Length}."), nameof(pixels));
        new PixelTable(this).Apply(pixels, inputs);
    }

    /// <summary>Whether both have the same numbers for every channel.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(Normalization? other) =>
        other is not null && Mean == other.Mean && StandardDeviation == other.StandardDeviation && _channels.SequenceEqual(other._channels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Mean, StandardDeviation, _channels.Length);

    /// <summary>What a pixel of a channel becomes.</summary>
    internal float Input(byte pixel, int channel)
    {
        Normalization numbers = _channels.Length == 0 ? this : _channels[channel];
        return (float)(((pixel / 255.0) - numbers.Mean) / numbers.StandardDeviation);
    }

    /// <summary>Checks that images of so many channels can be normalised so.</summary>
    internal void CheckChannels(string name, long channels)
    {
        if (_channels.Length > 0 && _channels.Length != channels)
        {
            throw DatasetException.At(
                name,
                Invariant($"a normalization for {channels} {(channels == 1 ? "channel" : "channels")}"),
                Invariant($"one for {_channels.Length}"),
                "Give the mean and standard deviation of every channel, or one for all.");
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
