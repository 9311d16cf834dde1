using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels.Products;

/// <summary>
/// Images of a convolution, [sample][line][pixel][channel], in a border of zeros, which it reads, with a gap after each line that nothing
/// may touch.
/// </summary>
internal sealed unsafe class PaddedImages : IDisposable
{
    private const int Gap = 3;
    private readonly GuardedFloats _memory;
    private readonly (int Samples, int Height, int Width, int Channels) _size;
    private readonly int _first;

    public PaddedImages(
        (int Samples, int Height, int Width, int Channels) size, (int Before, int After) borderY, (int Before, int After) borderX)
    {
        _size = size;
        int pixels = size.Width + borderX.Before + borderX.After, lines = size.Height + borderY.Before + borderY.After;
        int line = (pixels * size.Channels) + Gap;
        Geometry = new ImageGeometry(size.Height, size.Width, size.Channels, line, lines * line);
        _first = (borderY.Before * line) + (borderX.Before * size.Channels);
        _memory = new GuardedFloats(size.Samples * lines * line);
        for (int start = 0; start < _memory.Length; start += line)
            _memory.Values.Slice(start, line - Gap).Clear();
        foreach (Range pixelLine in Lines())
            _memory.Values[pixelLine].Fill(BitConverter.UInt32BitsToSingle(0x7FC0BEEF));
    }

    public PaddedImages(
        (int Samples, int Height, int Width, int Channels) size,
        (int Before, int After) borderY,
        (int Before, int After) borderX,
        float[] values)
        : this(size, borderY, borderX)
    {
        int next = 0, length = size.Width * size.Channels;
        foreach (Range line in Lines())
        {
            values.AsSpan(next, length).CopyTo(_memory.Values[line]);
            next += length;
        }
    }

    public ImageGeometry Geometry { get; }

    /// <summary>The first pixel that is not border.</summary>
    public float* First => _memory.Pointer + _first;

    /// <summary>The pixels one after the other; what is around them must be as it was.</summary>
    public float[] Read(string what)
    {
        _memory.AssertGuards(what);
        List<float> values = [];
        float[] rest = _memory.Values.ToArray();
        foreach (Range line in Lines())
        {
            values.AddRange(_memory.Values[line]);
            rest.AsSpan()[line].Clear();
        }
        for (int i = 0; i < rest.Length; i++)
        {
            bool isGap = i % Geometry.RowStride >= Geometry.RowStride - Gap;
            Assert.True(isGap ? GuardedFloats.IsPoison(rest[i]) : rest[i] == 0, $"{what}: written between lines, at {i}");
        }
        return [.. values];
    }

    public void Dispose() => _memory.Dispose();

    private IEnumerable<Range> Lines()
    {
        for (int sample = 0; sample < _size.Samples; sample++)
        {
            for (int line = 0; line < _size.Height; line++)
            {
                int start = _first + (sample * (int)Geometry.SampleStride) + (line * Geometry.RowStride);
                yield return start..(start + (_size.Width * _size.Channels));
            }
        }
    }
}
