using System.Globalization;

namespace QuantDsl;

/// <summary>
/// How 8-bit pixels become inputs: <c>(pixel / 255 − Mean) / StandardDeviation</c>. Test and validation images, and images that a trained
/// model sees later, use the numbers of the training images.
/// </summary>
/// <param name="Mean">The mean of the training pixels, scaled to [0, 1]. For MNIST .1307.</param>
/// <param name="StandardDeviation">Their standard deviation, positive. For MNIST .3081.</param>
public sealed record Normalization(float Mean, float StandardDeviation)
{
    /// <summary>The mean of the training pixels, scaled to [0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number.</exception>
    public float Mean { get; init; } = float.IsFinite(Mean)
        ? Mean
        : throw new ArgumentOutOfRangeException(nameof(Mean), Mean, "Expected a finite mean of pixels scaled to [0, 1].");

    /// <summary>The standard deviation of the training pixels, scaled to [0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite positive number.</exception>
    public float StandardDeviation { get; init; } = float.IsFinite(StandardDeviation) && StandardDeviation > 0
        ? StandardDeviation
        : throw new ArgumentOutOfRangeException(nameof(StandardDeviation), StandardDeviation, "Expected a finite positive number.");

    /// <summary>The mean and (population) standard deviation of <paramref name="pixels"/>, scaled to [0, 1].</summary>
    /// <param name="pixels">All pixels of the training images.</param>
    /// <exception cref="DatasetException">There are no pixels, or all are equal.</exception>
    public static Normalization Of(ReadOnlySpan<byte> pixels)
    {
        if (pixels.IsEmpty)
            throw new DatasetException("Normalization: expected pixels, found none. Give the pixels of all training images.");

        // Counting the 256 values makes both sums exact up to the last division, whatever the order.
        Span<long> counts = stackalloc long[256];
        counts.Clear();
        foreach (byte pixel in pixels)
            counts[pixel]++;

        double sum = 0;
        for (int value = 0; value < 256; value++)
            sum += (double)counts[value] * value;
        double mean = sum / pixels.Length;

        double squares = 0;
        for (int value = 0; value < 256; value++)
            squares += counts[value] * (value - mean) * (value - mean);
        double deviation = Math.Sqrt(squares / pixels.Length);

        if (deviation == 0)
        {
            throw DatasetException.At(
                "Normalization",
                "images with different pixels",
                string.Create(CultureInfo.InvariantCulture, $"{pixels.Length} pixels that all have the value {pixels[0]}"),
                "There is nothing to learn from them: check where the images come from.");
        }

        return new Normalization((float)(mean / 255), (float)(deviation / 255));
    }

    /// <summary>Normalises pixels, for example those of an image that a trained model is to see.</summary>
    /// <param name="pixels">The 8-bit pixels.</param>
    /// <param name="inputs">Receives one number per pixel.</param>
    /// <exception cref="ArgumentException"><paramref name="inputs"/> is shorter than <paramref name="pixels"/>.</exception>
    public void Apply(ReadOnlySpan<byte> pixels, Span<float> inputs)
    {
        if (inputs.Length < pixels.Length)
            throw new ArgumentException($"Expected room for {pixels.Length} numbers, found {inputs.Length}.", nameof(inputs));

        Span<float> table = stackalloc float[256];
        for (int value = 0; value < 256; value++)
            table[value] = (float)(((value / 255.0) - Mean) / StandardDeviation);
        for (int i = 0; i < pixels.Length; i++)
            inputs[i] = table[pixels[i]];
    }
}
