namespace QuantDsl.Data;

/// <summary>
/// Images of one size as 8-bit pixels, in blocks of some megabytes: memory grows as data arrives, without a second copy, and without the
/// 2 GB limit of an array.
/// </summary>
internal sealed class PixelBlocks(int imageBytes)
{
    private readonly List<byte[]> _blocks = [];
    private readonly List<long> _ends = [];

    /// <summary>How many images a block should have.</summary>
    public int BlockImages { get; } = Math.Max(1, (4 << 20) / imageBytes);

    /// <summary>The number of images.</summary>
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

    /// <summary>Takes over whole images.</summary>
    public void Add(byte[] block)
    {
        _ends.Add(Count + (block.Length / imageBytes));
        _blocks.Add(block);
    }

    /// <summary>Takes over the images of another.</summary>
    public void Add(PixelBlocks other)
    {
        foreach (byte[] block in other._blocks)
            Add(block);
    }

    /// <summary>The mean and standard deviation of every channel.</summary>
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
