using System.Runtime.InteropServices;

namespace QuantDsl.Tests.Kernels;

/// <summary>
/// Numbers in native memory, with a guard before and behind. All of it starts as one pattern, which is NaN as a float32: what a kernel
/// reads outside, or forgets to write, shows in its results, and what it writes outside shows in the guards.
/// </summary>
internal sealed unsafe class GuardedMemory<T> : IDisposable
    where T : unmanaged
{
    private const int Guard = 64;
    private const byte Pattern = 0xFF;

    private readonly T* _memory;

    public GuardedMemory(int count)
    {
        Count = count;
        _memory = (T*)NativeMemory.AlignedAlloc((nuint)((count + (2 * Guard)) * sizeof(T)), 64);
        Bytes.Fill(Pattern);
    }

    public GuardedMemory(ReadOnlySpan<T> values)
        : this(values.Length) => values.CopyTo(Values);

    public int Count { get; }

    public T* Data => _memory + Guard;

    public Span<T> Values => new(Data, Count);

    private Span<byte> Bytes => new(_memory, (Count + (2 * Guard)) * sizeof(T));

    /// <summary>Whether a number is as it was made.</summary>
    public bool IsPristine(int index) => !MemoryMarshal.AsBytes(Values.Slice(index, 1)).ContainsAnyExcept(Pattern);

    /// <summary>The values, after a look at the guards, all of them written.</summary>
    public T[] Written()
    {
        CheckGuards();
        for (int i = 0; i < Count; i++)
            Assert.False(IsPristine(i), $"element {i} of {Count} was not written");
        return Values.ToArray();
    }

    public void CheckGuards()
    {
        Span<byte> bytes = Bytes;
        Assert.False(bytes[..(Guard * sizeof(T))].ContainsAnyExcept(Pattern), "something was written before the memory");
        Assert.False(bytes[^(Guard * sizeof(T))..].ContainsAnyExcept(Pattern), "something was written behind the memory");
    }

    public void Dispose() => NativeMemory.AlignedFree(_memory);
}
