namespace QuantDsl.Generators.Kernels;

/// <summary>How a value lies in memory, and how much it takes.</summary>
internal abstract record Layout
{
    private const int CacheLine = 16; // in float32 numbers

    /// <summary>What it is, as the listing of a program shows it.</summary>
    public abstract string Text { get; }

    /// <summary>Float32 numbers for a batch.</summary>
    public abstract long Floats(int batch);

    /// <summary>Float32 numbers of one sample, if each sample can have the memory of a thread for itself; else null.</summary>
    public virtual long? FloatsOfSample => null;

    /// <summary>A number of float32 numbers, up to the next cache line.</summary>
    public static long Rounded(long floats) => (floats + CacheLine - 1) / CacheLine * CacheLine;
}
