using System.Security.Cryptography;
using System.Text;
using QuantDsl.Formats;
using static System.FormattableString;

namespace QuantDsl.Data;

/// <summary>Images of a folder, decoded and scaled when a minibatch needs them.</summary>
internal sealed class ImageFolderExamples(ImageList images, ImageInput input) : ExampleSource
{
    private readonly ImageFolderOptions _options = input.Options;

    public override long Count => images.Files.LongLength;

    public override long[] Shape { get; } = [input.Options.Channels, input.Options.Size, input.Options.Size];

    public override Normalization Normalization => input.Normalization;

    public override int? ShorterSide => _options.ShorterSide ?? DataFacts.UsualSide;

    public override int Threads { get; } = input.Options.Threads ?? Environment.ProcessorCount;

    public override void AppendTo(IncrementalHash hash)
    {
        string rule = _options.ShorterSide is null ? "others than the size to " : "";
        hash.AppendData(Encoding.UTF8.GetBytes(Invariant($"{rule}{_options.ScaledSide} {_options.Size} {_options.Channels}\n")));
        for (long index = 0; index < Count; index++)
        {
            var file = new FileInfo(images.Path(index));
            string place = Path.Combine(images.ClassNames[images.Labels[index]], images.Files[index]);
            hash.AppendData(Encoding.UTF8.GetBytes(Invariant($"{place} {(file.Exists ? file.Length : -1)}\n")));
        }
    }

    protected internal override void Read(long index, RandomRegion? region, Span<float> example) =>
        input.Write(ImageDecoder.Read(images.Path(index), _options.Channels), region, example);
}
