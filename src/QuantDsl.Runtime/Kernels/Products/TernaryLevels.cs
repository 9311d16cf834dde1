using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>Which of some weights with levels −1, 0 and 1 are 1 and which −1: from bits that the update has left, or from the weights.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct TernaryLevels
{
    private readonly float* _weights;
    private readonly byte* _above;
    private readonly byte* _below;
    private readonly nint _first;

    /// <summary>Those of weights: their signs, and 0.</summary>
    public TernaryLevels(float* weights) => _weights = weights;

    /// <summary>Bits, one after the other; 8 bytes behind the last can be read.</summary>
    /// <param name="above">The first byte of those that say which are 1.</param>
    /// <param name="below">The first byte of those that say which are −1.</param>
    /// <param name="first">The bit of weight 0.</param>
    public TernaryLevels(byte* above, byte* below, nint first)
    {
        _above = above;
        _below = below;
        _first = first;
    }

    /// <summary>The levels of at most 32 weights that follow each other, a bit each; further bits are clear.</summary>
    /// <param name="weight">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="above">Which are 1.</param>
    /// <param name="below">Which are −1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Read(nint weight, int count, out uint above, out uint below)
    {
        if (_above == null)
        {
            Compare(_weights + weight, count, out above, out below);
            return;
        }
        ulong mask = (1UL << count) - 1;
        nint bit = _first + weight;
        above = (uint)((Unsafe.ReadUnaligned<ulong>(_above + (bit >> 3)) >> (int)(bit & 7)) & mask);
        below = (uint)((Unsafe.ReadUnaligned<ulong>(_below + (bit >> 3)) >> (int)(bit & 7)) & mask);
    }

    /// <summary>The level of a weight.</summary>
    internal int Read(nint weight)
    {
        Read(weight, 1, out uint above, out uint below);
        return (int)above - (int)below;
    }

    /// <summary>Those from a weight on.</summary>
    internal TernaryLevels From(nint weight) => _above == null ? new(_weights + weight) : new(_above, _below, _first + weight);

    private static void Compare(float* weights, int count, out uint above, out uint below)
    {
        ulong isAbove = 0, isBelow = 0;
        int i = 0;
        for (; i <= count - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            var some = Vector512.Load(weights + i);
            isAbove |= Vector512.GreaterThan(some, Vector512<float>.Zero).ExtractMostSignificantBits() << i;
            isBelow |= Vector512.LessThan(some, Vector512<float>.Zero).ExtractMostSignificantBits() << i;
        }
        for (; i < count; i++)
        {
            isAbove |= (weights[i] > 0f ? 1UL : 0UL) << i;
            isBelow |= (weights[i] < 0f ? 1UL : 0UL) << i;
        }
        (above, below) = ((uint)isAbove, (uint)isBelow);
    }
}
