using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The signs of weights ±α, from bits that the update has left, or from the weights themselves. A bit is set unless the weight is −α.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct WeightSigns
{
    private readonly float* _weights;
    private readonly byte* _bits;
    private readonly nint _first;

    /// <summary>Those of weights: the sign of a float32 number is its highest bit.</summary>
    public WeightSigns(float* weights) => _weights = weights;

    /// <summary>Bits, one after the other; 8 bytes behind the last can be read.</summary>
    /// <param name="bits">The first byte.</param>
    /// <param name="first">The bit of weight 0.</param>
    public WeightSigns(byte* bits, nint first)
    {
        _bits = bits;
        _first = first;
    }

    /// <summary>The signs of at most 32 weights that follow each other; further bits are clear.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint Read(nint weight, int count)
    {
        ulong mask = (1UL << count) - 1;
        if (_bits == null)
            return (uint)(Compare(_weights + weight, count) & mask);
        nint bit = _first + weight;
        return (uint)((Unsafe.ReadUnaligned<ulong>(_bits + (bit >> 3)) >> (int)(bit & 7)) & mask);
    }

    /// <summary>Those from a weight on.</summary>
    internal WeightSigns From(nint weight) => _bits == null ? new(_weights + weight) : new(_bits, _first + weight);

    private static ulong Compare(float* weights, int count)
    {
        ulong negative = 0;
        int i = 0;
        for (; i <= count - Lanes16.Count; i += Lanes16.Count)
            negative |= Vector512.Load(weights + i).ExtractMostSignificantBits() << i;
        for (; i < count; i++)
            negative |= (ulong)(BitConverter.SingleToUInt32Bits(weights[i]) >> 31) << i;
        return ~negative;
    }
}
