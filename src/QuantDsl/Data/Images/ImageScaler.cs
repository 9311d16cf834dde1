using System.Buffers;

namespace QuantDsl.Data;

/// <summary>Crops, scales and separates an image into planes in one pass, computing only the pixels that are needed.</summary>
internal static class ImageScaler
{
    /// <summary>For evaluation: scales the shorter side to <paramref name="shorterSide"/> pixels and takes the center crop.</summary>
    public static void Middle(DecodedImage image, int shorterSide, int size, Span<byte> planes)
    {
        int shorter = Math.Min(image.Width, image.Height);
        int width = (int)((long)shorterSide * image.Width / shorter);
        int height = (int)((long)shorterSide * image.Height / shorter);
        var columns = new Resampling(image.Width, width, Half(width - size), size);
        var rows = new Resampling(image.Height, height, Half(height - size), size);
        Scale(image, 0, 0, image.Width, image.Height, columns, rows, size, planes);

        // Half to even, as Python rounds in torchvision's CenterCrop.
        static int Half(int rest) => (int)Math.Round(rest / 2.0);
    }

    /// <summary>For training: scales a region of the image to the input size. Pixels outside it have no influence.</summary>
    public static void Region(DecodedImage image, (int Left, int Top, int Width, int Height) region, int size, Span<byte> planes)
    {
        var columns = new Resampling(region.Width, size, 0, size);
        var rows = new Resampling(region.Height, size, 0, size);
        Scale(image, region.Left, region.Top, region.Width, region.Height, columns, rows, size, planes);
    }

    private static void Scale(
        DecodedImage image, int left, int top, int width, int height, Resampling columns, Resampling rows, int size, Span<byte> planes)
    {
        int firstRow = rows.First(0);
        int endRow = Math.Min(height, rows.First(size - 1) + rows.Taps);
        int line = size * image.Channels;
        float[] buffer = ArrayPool<float>.Shared.Rent((endRow - firstRow) * line);
        try
        {
            for (int row = firstRow; row < endRow; row++)
            {
                int start = (((top + row) * image.Width) + left) * image.Channels;
                ReadOnlySpan<byte> source = image.Pixels.AsSpan(start, width * image.Channels);
                ScaleRow(source, columns, image.Channels, buffer.AsSpan((row - firstRow) * line, line));
            }

            for (int row = 0; row < size; row++)
            {
                ReadOnlySpan<float> lines = buffer.AsSpan((rows.First(row) - firstRow) * line);
                MixRows(lines, rows.Weights(row), image.Channels, size, planes[(row * size)..]);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }

    private static void ScaleRow(ReadOnlySpan<byte> source, Resampling columns, int channels, Span<float> scaled)
    {
        for (int i = 0; i < scaled.Length / channels; i++)
        {
            ReadOnlySpan<byte> pixels = source[(columns.First(i) * channels)..];
            ReadOnlySpan<float> weights = columns.Weights(i);
            int taps = Math.Min(weights.Length, pixels.Length / channels);
            for (int channel = 0; channel < channels; channel++)
            {
                float sum = 0;
                for (int tap = 0; tap < taps; tap++)
                    sum += weights[tap] * pixels[(tap * channels) + channel];
                scaled[(i * channels) + channel] = sum;
            }
        }
    }

    /// <summary>Combines lines of interleaved channels into one line of each plane.</summary>
    private static void MixRows(ReadOnlySpan<float> lines, ReadOnlySpan<float> weights, int channels, int size, Span<byte> planes)
    {
        int line = size * channels;
        int taps = weights.TrimEnd(0f).Length;
        for (int channel = 0; channel < channels; channel++)
        {
            Span<byte> result = planes.Slice(channel * size * size, size);
            for (int i = 0; i < size; i++)
            {
                float sum = 0.5f;
                for (int tap = 0; tap < taps; tap++)
                    sum += weights[tap] * lines[(tap * line) + (i * channels) + channel];
                result[i] = (byte)Math.Clamp(sum, 0, 255);
            }
        }
    }
}
