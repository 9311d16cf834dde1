using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// How the images of a batch lie in memory: channels of a pixel side by side, then the pixels of a row, with room between two rows and
/// between two samples, so that an image can lie inside a border. Features are an image of one pixel.
/// </summary>
/// <param name="height">Rows.</param>
/// <param name="width">Pixels of a row.</param>
/// <param name="channels">Numbers of a pixel.</param>
/// <param name="rowStride">Numbers from a row to the next.</param>
/// <param name="sampleStride">Numbers from a sample to the next.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImageGeometry(int height, int width, int channels, int rowStride, nint sampleStride)
{
    /// <summary>Rows.</summary>
    public int Height { get; } = height;

    /// <summary>Pixels of a row.</summary>
    public int Width { get; } = width;

    /// <summary>Numbers of a pixel.</summary>
    public int Channels { get; } = channels;

    /// <summary>Numbers from a row to the next.</summary>
    public int RowStride { get; } = rowStride;

    /// <summary>Numbers from a sample to the next.</summary>
    public nint SampleStride { get; } = sampleStride;

    /// <summary>Numbers of a row.</summary>
    public int RowLength => Width * Channels;

    /// <summary>Pixels of an image.</summary>
    public int Pixels => Height * Width;

    /// <summary>Whether the rows of an image follow each other without room.</summary>
    public bool IsDense => RowStride == RowLength || Height == 1;

    /// <summary>Images without room.</summary>
    public static ImageGeometry Dense(int height, int width, int channels) =>
        new(height, width, channels, width * channels, (nint)height * width * channels);

    /// <summary>
    /// Images that each have a border of their own, in memory of (height + 2·border)·(width + 2·border)·channels numbers.
    /// </summary>
    public static ImageGeometry Bordered(int height, int width, int channels, int border)
    {
        int rowStride = (width + (2 * border)) * channels;
        return new ImageGeometry(height, width, channels, rowStride, (nint)(height + (2 * border)) * rowStride);
    }
}
