namespace QuantDsl.Data;

/// <summary>
/// Images of one size as 8-bit pixels, in blocks of a few megabytes. Memory grows as data arrives, without a second copy and without the 2
/// GB limit of an array.
/// </summary>
internal sealed class PixelBlocks(int imageBytes)
{
    private readonly List<byte[]> _blocks = [];
    private readonly List<long> _ends = [];

    /// <summary>Preferred number of images per block.</summary>
    public int BlockImages { get; } = Math.Max(1, (4 << 20) / imageBytes);

    /// <summary>Number of images.</summary>
    public long Count => _ends.Count == 0 ? 0 : _ends[^1];

    /// <summary>The pixels of an image.</summary>
    public ReadOnlySpan<byte> this[long index]
    {
        get
        {
            int block = _ends.BinarySearch(index + 1);
            block = block < 0 ? ~block : block;
            long start = block == 0 ? 0 : _ends[block - 1];
            return _blocks[block].AsSpan((int)(index - start) * imageBytes, imageBytes);
        }
    }

    /// <summary>Adds whole images and takes ownership of the array.</summary>
    public void Add(byte[] block)
    {
        _ends.Add(Count + (block.Length / imageBytes));
        _blocks.Add(block);
    }

    /// <summary>Adds the images of another; its memory is then shared.</summary>
    public void Add(PixelBlocks other)
    {
        foreach (byte[] block in other._blocks)
            Add(block);
    }

    /// <summary>Computes mean and standard deviation per channel.</summary>
    /// <exception cref="DatasetException">All pixels of a channel are equal.</exception>
    public Normalization Normalization(string name, int channels)
    {
        var counts = new PixelCounts(channels);
        foreach (byte[] block in _blocks)
            counts.Add(block, imageBytes / channels);
        try
        {
            return counts.ToNormalization();
        }
        catch (DatasetException cause)
        {
            throw new DatasetException($"{name}: {cause.Message}", cause);
        }
    }
}
