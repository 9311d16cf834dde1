using System.ComponentModel;
using System.Runtime.InteropServices;

namespace QuantDsl.CompilerServices;

/// <summary>Float32 memory that does not move and begins at a cache line. Filled with zeros at first.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class NativeFloats : IDisposable
{
    private const int Alignment = 64;

    private static long _allocated;

    private void* _memory;

    /// <summary>Allocates the memory.</summary>
    /// <param name="length">How many numbers; at least one is there.</param>
    /// <exception cref="OutOfMemoryException">There is not so much memory.</exception>
    public NativeFloats(long length)
    {
        Length = Math.Max(1, length);
        // Large memory is zero without being touched, so that what nobody uses takes no pages.
        nuint bytes = checked(((nuint)Length * sizeof(float)) + Alignment);
        _memory = NativeMemory.AllocZeroed(bytes);
        Data = (float*)(((nuint)_memory + Alignment - 1) & ~(nuint)(Alignment - 1));
        Interlocked.Add(ref _allocated, Length);
        GC.AddMemoryPressure((long)bytes); // or nobody would collect models that nobody disposes
    }

    /// <summary>Frees the memory of an object that nobody disposed.</summary>
    ~NativeFloats() => Free();

    /// <summary>How many numbers there are in all such memory of the process.</summary>
    public static long Allocated => Interlocked.Read(ref _allocated);

    /// <summary>How many numbers.</summary>
    public long Length { get; }

    /// <summary>The first number; null once freed.</summary>
    public float* Data { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (Data == null)
            return;
        NativeMemory.Free(_memory);
        GC.RemoveMemoryPressure((Length * sizeof(float)) + Alignment);
        _memory = null;
        Data = null;
        Interlocked.Add(ref _allocated, -Length);
    }
}
