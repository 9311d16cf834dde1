using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using static System.FormattableString;

namespace QuantDsl.Data;

/// <summary>Images of a folder, decoded and scaled when a minibatch needs them.</summary>
internal sealed class ImageFolderExamples(ImageList images, ImageFolderOptions options, Normalization normalization) : ExampleSource
{
    private readonly PixelTable _table = normalization.ToTable();

    public override long Count => images.Files.LongLength;

    public override long[] Shape { get; } = [options.Channels, options.Size, options.Size];

    public override Normalization Normalization => normalization;

    public override bool ScalesImages => true;

    public override int Threads { get; } = options.Threads ?? Environment.ProcessorCount;

    public override void AppendTo(IncrementalHash hash)
    {
        string rule = options.ShorterSide is null ? "others than the size to " : "";
        hash.AppendData(Encoding.UTF8.GetBytes(Invariant($"{rule}{options.ScaledSide} {options.Size} {options.Channels}\n")));
        for (long index = 0; index < Count; index++)
        {
            var file = new FileInfo(images.Path(index));
            string place = Path.Combine(images.ClassNames[images.Labels[index]], images.Files[index]);
            hash.AppendData(Encoding.UTF8.GetBytes(Invariant($"{place} {(file.Exists ? file.Length : -1)}\n")));
        }
    }

    protected internal override void Read(long index, RandomRegion? region, Span<float> example)
    {
        DecodedImage image = ImageDecoder.Read(images.Path(index), options.Channels);
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
