using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Images side by side along their channels: of each pixel first the channels of one, then those of the other.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Concatenation
{
    /// <summary>Copies two batches of images side by side.</summary>
    /// <param name="left">Images whose channels come first.</param>
    /// <param name="right">Images of the same height and width.</param>
    /// <param name="both">Images with the channels of both; it must not overlap either.</param>
    /// <param name="samples">Which samples.</param>
    public static void Forward(in ImageBatch left, in ImageBatch right, in ImageBatch both, UnitRange samples)
    {
        Copy(left, 0, both, 0, left.Geometry.Channels, samples);
        Copy(right, 0, both, left.Geometry.Channels, right.Geometry.Channels, samples);
    }

    /// <summary>The gradient with respect to one of the two.</summary>
    /// <param name="gradient">The gradient with respect to both.</param>
    /// <param name="first">The first of its channels.</param>
    /// <param name="partGradient">The gradient with respect to it; it must not overlap the other.</param>
    /// <param name="samples">Which samples.</param>
    public static void Backward(in ImageBatch gradient, int first, in ImageBatch partGradient, UnitRange samples) =>
        Copy(gradient, first, partGradient, 0, partGradient.Geometry.Channels, samples);

    private static void Copy(in ImageBatch source, int from, in ImageBatch target, int to, int channels, UnitRange samples)
    {
        (int sourceChannels, int targetChannels) = (source.Geometry.Channels, target.Geometry.Channels);
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            for (int row = 0; row < source.Geometry.Height; row++)
            {
                float* read = source.Row(sample, row) + from;
                float* write = target.Row(sample, row) + to;
                for (int pixel = 0; pixel < source.Geometry.Width; pixel++, read += sourceChannels, write += targetChannels)
                    new ReadOnlySpan<float>(read, channels).CopyTo(new Span<float>(write, channels));
            }
        }
    }
}
