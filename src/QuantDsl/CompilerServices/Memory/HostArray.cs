using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QuantDsl.Formats;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Numbers in the memory of the CPU: a managed array that the garbage collector does not move, with its first number at the beginning of a
/// cache line. They live as long as this object is reachable.
/// </summary>
/// <typeparam name="T">A type of numbers that safetensors files know.</typeparam>
internal sealed unsafe class HostArray<T> : ITensorValues
    where T : unmanaged
{
    private const int CacheLine = 64;

    private readonly T[] _array;
    private readonly int _start;

    /// <summary>Allocates zeros.</summary>
    /// <param name="length">How many.</param>
    /// <param name="dtype">Their type in files.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public HostArray(int length, ScalarType dtype)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        Dtype = dtype;
        _array = GC.AllocateArray<T>(checked(length + (CacheLine / sizeof(T))), pinned: true);
        var first = (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array));
        nuint beyond = (nuint)first % CacheLine;
        _start = beyond == 0 ? 0 : (int)(CacheLine - beyond) / sizeof(T);
        Pointer = first + _start;
    }

    /// <summary>How many numbers there are.</summary>
    public int Length { get; }

    /// <summary>The first of them.</summary>
    public T* Pointer { get; }

    /// <summary>All of them.</summary>
    public Span<T> Span => new(_array, _start, Length);

    /// <inheritdoc/>
    public ScalarType Dtype { get; }

    /// <inheritdoc/>
    public IReadOnlyList<long> Shape => [Length];

    /// <inheritdoc/>
    public void Read(Action<ReadOnlySpan<byte>> take) => Read(0, Length, take);

    /// <inheritdoc/>
    public void Fill(Action<Span<byte>> fill) => Fill(0, Length, fill);

    /// <summary>Hands out the bytes of some numbers in pieces.</summary>
    public void Read(int start, int count, Action<ReadOnlySpan<byte>> take) => Fill(start, count, piece => take(piece));

    /// <summary>Has the bytes of some numbers overwritten, in pieces.</summary>
    public void Fill(int start, int count, Action<Span<byte>> fill)
    {
        int step = ITensorValues.PieceBytes / sizeof(T);
        for (int done = 0; done < count; done += step)
            fill(MemoryMarshal.AsBytes(Span.Slice(start + done, Math.Min(step, count - done))));
    }
}
