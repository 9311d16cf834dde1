using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QuantDsl.Data;

/// <summary>
/// Values that begin at a multiple of 64 bytes, as in libtorch's own memory. Products of libtorch round differently depending on that, so
/// that an evaluation would otherwise not repeat.
/// </summary>
internal sealed class AlignedMemory<T>
    where T : unmanaged
{
    private const int Alignment = 64; // bytes

    /// <summary>Allocates memory whose content is arbitrary.</summary>
    public AlignedMemory(int length)
    {
        int size = Unsafe.SizeOf<T>();
        int spare = Math.Min(Alignment / size, Array.MaxLength - length); // none in the largest arrays
        Values = GC.AllocateUninitializedArray<T>(length + spare, pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(Values, 0);
        Offset = Math.Min(spare, (int)(-address & (Alignment - 1)) / size);
        Length = length;
    }

    /// <summary>The array that contains the values.</summary>
    public T[] Values { get; }

    /// <summary>Where they begin in it.</summary>
    public int Offset { get; }

    /// <summary>Number of values.</summary>
    public int Length { get; }

    /// <summary>The values.</summary>
    public Span<T> Span => Values.AsSpan(Offset, Length);

    /// <summary>Copies values.</summary>
    public static AlignedMemory<T> Of(ReadOnlySpan<T> values)
    {
        var memory = new AlignedMemory<T>(values.Length);
        values.CopyTo(memory.Span);
        return memory;
    }
}
