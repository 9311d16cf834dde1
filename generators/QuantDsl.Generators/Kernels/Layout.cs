namespace QuantDsl.Generators.Kernels;

/// <summary>How a value lies in memory, and how much it takes.</summary>
internal abstract record Layout
{
    private const int CacheLine = 16; // in float32 numbers
    private const int Page = 1024;

    /// <summary>What it is, as the listing of a program shows it.</summary>
    public abstract string Text { get; }

    /// <summary>Float32 numbers for each sample of a batch, a whole number of cache lines; 0 if they do not grow with the batch.</summary>
    public virtual long PerSample => 0;

    /// <summary>Float32 numbers in all, a whole number of cache lines; 0 if they grow with the batch.</summary>
    public virtual long InAll => 0;

    /// <summary>Float32 numbers of one sample, if each sample can have the memory of a thread for itself; else null.</summary>
    public virtual long? FloatsOfSample => null;

    /// <summary>
    /// From a sample to the next, at a cache line. Multiples of a page would fall into the same few lines of a cache, where products read
    /// several samples at once.
    /// </summary>
    protected static long Unaligned(long floats) => Rounded(floats) % Page == 0 ? Rounded(floats) + CacheLine : Rounded(floats);

    /// <summary>A number of float32 numbers, up to the next cache line.</summary>
    public static long Rounded(long floats) => (floats + CacheLine - 1) / CacheLine * CacheLine;
}
