using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>The codes of weights as a packed file has them, one after the other, the lowest bit first; see <see cref="LevelTable"/>.</summary>
/// <param name="bytes">The first byte; 8 bytes behind the last code can be read.</param>
/// <param name="values">What each code stands for, if it is the same for all weights.</param>
internal readonly unsafe struct PackedCodes(byte* bytes, float* values)
{
    /// <summary>What each code stands for, if it is the same for all weights.</summary>
    internal float* Values { get; } = values;

    /// <summary>Codes that follow each other, which have at most 32 bits in all; further bits are clear.</summary>
    /// <param name="weight">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="bits">Bits of each.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint Read(nint weight, int count, int bits)
    {
        nint bit = weight * bits;
        return (uint)((Unsafe.ReadUnaligned<ulong>(bytes + (bit >> 3)) >> (int)(bit & 7)) & ((1UL << (count * bits)) - 1));
    }
}
