using System.Globalization;

namespace QuantDsl.Data;

/// <summary>
/// Counts how often every pixel value occurs in every channel. Mean and standard deviation computed from counts do not depend on the order
/// of pixels.
/// </summary>
internal sealed class PixelCounts(int channels)
{
    private const int Values = 256;

    private readonly long[] _counts = new long[channels * Values];

    /// <summary>Counts the pixels of whole images [N, channels, …].</summary>
    public void Add(ReadOnlySpan<byte> pixels, int pixelsPerChannel)
    {
        for (int channel = 0; !pixels.IsEmpty; channel = (channel + 1) % channels)
        {
            Span<long> counts = _counts.AsSpan(channel * Values, Values);
            foreach (byte pixel in pixels[..pixelsPerChannel])
                counts[pixel]++;
            pixels = pixels[pixelsPerChannel..];
        }
    }

    /// <summary>The mean and standard deviation of each channel.</summary>
    /// <exception cref="DatasetException">There are no pixels, or all pixels of a channel are equal.</exception>
    public Normalization ToNormalization()
    {
        Normalization[] all = [.. Enumerable.Range(0, channels).Select(Channel)];
        return channels == 1 ? all[0] : Normalization.PerChannel(all);
    }

    private Normalization Channel(int channel)
    {
        ReadOnlySpan<long> counts = _counts.AsSpan(channel * Values, Values);
        long pixels = 0;
        double sum = 0;
        for (int value = 0; value < Values; value++)
        {
            pixels += counts[value];
            sum += (double)counts[value] * value;
        }

        if (pixels == 0)
            throw new DatasetException("Normalization: expected pixels, found none. Give the pixels of all training images.");

        double mean = sum / pixels;
        double squares = 0;
        for (int value = 0; value < Values; value++)
            squares += counts[value] * (value - mean) * (value - mean);
        double deviation = Math.Sqrt(squares / pixels);
        if (deviation == 0)
        {
            throw DatasetException.At(
                "Normalization",
                "images with different pixels",
                string.Create(CultureInfo.InvariantCulture, $"{pixels} pixels that all have the value {(int)mean}"),
                "Check where the images come from. If a channel is meant to be constant, give a normalization yourself, for example "
                + "Normalization.ToMinusOneToOne.");
        }

        return new Normalization((float)(mean / 255), (float)(deviation / 255));
    }
}
