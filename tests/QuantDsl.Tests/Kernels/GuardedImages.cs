using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

/// <summary>Images in guarded memory, with room around them and between their rows that no kernel may read or write.</summary>
internal sealed unsafe class GuardedImages : IDisposable
{
    private readonly GuardedMemory<float> _memory;
    private readonly HashSet<int> _inside = [];
    private readonly int _first;

    /// <param name="shape">The shape.</param>
    /// <param name="border">Pixels around each image.</param>
    /// <param name="room">Numbers more from row to row, and from sample to sample.</param>
    public GuardedImages(ImageShape shape, int border = 0, int room = 0)
    {
        Shape = shape;
        var bordered = ImageGeometry.Bordered(shape.Height, shape.Width, shape.Channels, border);
        int rowStride = bordered.RowStride + room;
        int sampleStride = ((shape.Height + (2 * border)) * rowStride) + room;
        Geometry = room == 0 ? bordered : new ImageGeometry(shape.Height, shape.Width, shape.Channels, rowStride, sampleStride);
        _memory = new GuardedMemory<float>(shape.Samples * sampleStride);
        _first = border * (rowStride + shape.Channels);
        for (int i = 0; i < shape.Count; i++)
            _inside.Add(Place(i));
    }

    /// <summary>Images with values.</summary>
    public GuardedImages(ImageShape shape, float[] values, int border = 0, int room = 0)
        : this(shape, border, room)
    {
        for (int i = 0; i < values.Length; i++)
            _memory.Values[Place(i)] = values[i];
    }

    public ImageShape Shape { get; }

    public ImageGeometry Geometry { get; }

    public ImageBatch Batch => new(_memory.Data + _first, Geometry);

    /// <summary>All of the memory, the room around the images included.</summary>
    public Span<float> Memory => _memory.Values;

    /// <summary>Whether a place in the memory belongs to an image.</summary>
    public bool IsInside(int place) => _inside.Contains(place);

    /// <summary>
    /// The values of the images, after a look at the guards and at the room: all of the images were written, and nothing else.
    /// </summary>
    public float[] Written()
    {
        _memory.CheckGuards();
        for (int i = 0; i < _memory.Count; i++)
        {
            string fault = IsInside(i) ? "was not written" : "is outside, and was written";
            Assert.True(_memory.IsPristine(i) != IsInside(i), $"place {i} {fault}");
        }
        return Values();
    }

    /// <summary>The values of the images.</summary>
    public float[] Values()
    {
        float[] values = new float[Shape.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = _memory.Values[Place(i)];
        return values;
    }

    public void CheckGuards() => _memory.CheckGuards();

    public void Dispose() => _memory.Dispose();

    private int Place(int index)
    {
        int channel = index % Shape.Channels;
        int column = index / Shape.Channels % Shape.Width;
        int row = index / (Shape.Channels * Shape.Width) % Shape.Height;
        int sample = index / (Shape.Channels * Shape.Width * Shape.Height);
        return _first + (int)(sample * Geometry.SampleStride) + (row * Geometry.RowStride) + (column * Shape.Channels) + channel;
    }
}
