using QuantDsl.Data;
using QuantDsl.Tests.Data;

namespace QuantDsl.Tests.Digits;

/// <summary>A folder with a small data set in MNIST's form, and room for what a run writes.</summary>
internal sealed class DigitsFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Drawn digits as IDX files; the images are 28×28 unless the width says otherwise.</summary>
    public DigitsFolder(int train, int test, int width = 28)
    {
        Write("train", train, part: 0, width);
        Write("t10k", test, part: 1, width);
    }

    public string Path => _folder.Path;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _folder.Dispose();

    private void Write(string role, int count, int part, int width)
    {
        (byte[] pixels, long[] labels) = DigitDrawing.Draw(count, seed: 0, part);
        byte[] cut = [.. pixels.Where((_, place) => place % 28 < width)];
        _folder.Write($"{role}-images-idx3-ubyte", IdxBytes.Of([count, 28, width], cut));
        _folder.Write($"{role}-labels-idx1-ubyte", IdxBytes.Of([count], [.. labels.Select(label => (byte)label)]));
    }
}
