namespace QuantDsl.Data;

/// <summary>The normalised value of every 8-bit pixel value in every channel, as a look-up table.</summary>
internal sealed class PixelTable : ISampleScaling<byte>
{
    private const int Values = 256;

    private readonly float[] _inputs;
    private readonly int _channels;

    /// <summary>Makes the table.</summary>
    /// <param name="means">Mean of each channel, or of all of them.</param>
    /// <param name="deviations">Standard deviation of each channel, or of all of them.</param>
    public PixelTable(ReadOnlySpan<float> means, ReadOnlySpan<float> deviations)
    {
        _channels = means.Length;
        _inputs = new float[_channels * Values];
        for (int i = 0; i < _inputs.Length; i++)
            _inputs[i] = Input((byte)(i % Values), means[i / Values], deviations[i / Values]);
    }

    /// <summary>The normalised value of a pixel.</summary>
    public static float Input(byte pixel, float mean, float deviation) => (float)(((pixel / 255.0) - mean) / deviation);

    /// <summary>Normalises an image [channels, height, width], or any number of images if all channels share the same numbers.</summary>
    public void Apply(ReadOnlySpan<byte> pixels, Span<float> inputs)
    {
        int plane = pixels.Length / _channels;
        for (int channel = 0; channel < _channels; channel++)
        {
            ReadOnlySpan<float> table = _inputs.AsSpan(channel * Values, Values);
            ReadOnlySpan<byte> from = pixels.Slice(channel * plane, plane);
            Span<float> to = inputs.Slice(channel * plane, plane);
            for (int i = 0; i < from.Length; i++)
                to[i] = table[from[i]];
        }
    }
}
