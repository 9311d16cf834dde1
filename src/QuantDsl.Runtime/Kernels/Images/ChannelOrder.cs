using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Between the order of users and files, [channels][height][width], and that of the kernels, [height][width][channels]: of samples, and of the
/// weights of a convolution, whose output channels count as samples.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ChannelOrder
{
    /// <summary>From [channels][height][width].</summary>
    /// <param name="source">The first sample, [channels][height][width].</param>
    /// <param name="stride">Numbers from a sample to the next.</param>
    /// <param name="target">Images.</param>
    /// <param name="samples">Which samples.</param>
    public static void ToLast(float* source, nint stride, in ImageBatch target, UnitRange samples)
    {
        ImageGeometry geometry = target.Geometry;
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            float* from = source + (sample * stride);
            if (geometry.Pixels == 1)
            {
                new ReadOnlySpan<float>(from, geometry.Channels).CopyTo(new Span<float>(target.Row(sample, 0), geometry.Channels));
                continue;
            }
            for (int row = 0; row < geometry.Height; row++, from += geometry.Width)
                Transpose(from, geometry.Pixels, target.Row(sample, row), geometry.Channels, geometry.Width);
        }
    }

    /// <summary>To [channels][height][width].</summary>
    /// <param name="source">Images.</param>
    /// <param name="target">The first sample, [channels][height][width].</param>
    /// <param name="stride">Numbers from a sample to the next.</param>
    /// <param name="samples">Which samples.</param>
    public static void ToFirst(in ImageBatch source, float* target, nint stride, UnitRange samples)
    {
        ImageGeometry geometry = source.Geometry;
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            float* to = target + (sample * stride);
            for (int row = 0; row < geometry.Height; row++, to += geometry.Width)
            {
                float* from = source.Row(sample, row);
                for (int channel = 0; channel < geometry.Channels; channel++)
                {
                    float* line = to + ((nint)channel * geometry.Pixels);
                    for (int pixel = 0; pixel < geometry.Width; pixel++)
                        line[pixel] = from[((nint)pixel * geometry.Channels) + channel];
                }
            }
        }
    }

    private static void Transpose(float* from, int fromStride, float* to, int channels, int pixels)
    {
        if (channels == 1)
        {
            new ReadOnlySpan<float>(from, pixels).CopyTo(new Span<float>(to, pixels));
            return;
        }
        for (int channel = 0; channel < channels; channel++)
        {
            float* line = from + ((nint)channel * fromStride);
            for (int pixel = 0; pixel < pixels; pixel++)
                to[((nint)pixel * channels) + channel] = line[pixel];
        }
    }
}
