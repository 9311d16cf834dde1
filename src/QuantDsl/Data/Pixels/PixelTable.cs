namespace QuantDsl.Data;

/// <summary>The normalised value of every pixel value in every channel, as a look-up table.</summary>
internal sealed class PixelTable
{
    private const int Values = 256;

    private readonly float[] _inputs;
    private readonly int _channels;

    public PixelTable(Normalization normalization)
    {
        _channels = Math.Max(1, normalization.Channels.Count);
        _inputs = new float[_channels * Values];
        for (int i = 0; i < _inputs.Length; i++)
            _inputs[i] = normalization.Input((byte)(i % Values), i / Values);
    }

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
