using System.Buffers;

namespace QuantDsl.Data;

/// <summary>From decoded images to the inputs of a network.</summary>
internal sealed class ImageInput(ImageFolderOptions options, Normalization normalization)
{
    private readonly PixelTable _table = normalization.ToTable();

    /// <summary>The options.</summary>
    public ImageFolderOptions Options => options;

    /// <summary>The normalization.</summary>
    public Normalization Normalization => normalization;

    /// <summary>Scales, crops and normalises an image.</summary>
    /// <param name="image">The image, of as many channels as the options say.</param>
    /// <param name="region">The region to use; null: the middle.</param>
    /// <param name="example">Receives the numbers.</param>
    public void Write(DecodedImage image, RandomRegion? region, Span<float> example)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(example.Length);
        Span<byte> planes = buffer.AsSpan(0, example.Length);
        if (region is null)
            ImageScaler.Middle(image, options.ScaledSideOf(image.Width, image.Height), options.Size, planes);
        else
            ImageScaler.Region(image, region.Choose(image.Width, image.Height), options.Size, planes);
        _table.Apply(planes, example);
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
