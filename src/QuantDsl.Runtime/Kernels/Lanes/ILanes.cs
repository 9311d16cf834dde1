using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A vector of float32 numbers, as a type, so that kernels are specialised for its width. Every operation works on each lane by itself and
/// rounds once; none sums across lanes. So a lane holds the same bits whatever the width is.
/// </summary>
/// <typeparam name="TSelf">The vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe partial interface ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>Lanes of a vector: 16, 8 or 4.</summary>
    static abstract int Count { get; }

    /// <summary>0 in every lane.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>The same number in every lane.</summary>
    static abstract TSelf Broadcast(float value);

    /// <summary>The next <see cref="Count"/> numbers; any address.</summary>
    static abstract TSelf Load(float* source);

    /// <summary>The next <paramref name="count"/> numbers, 1 to <see cref="Count"/>, 0 in the other lanes; reads nothing else.</summary>
    static abstract TSelf LoadPart(float* source, int count);

    /// <summary>The next <see cref="Count"/> whole numbers as float32.</summary>
    static abstract TSelf LoadLevels(sbyte* source);

    /// <summary>Writes every lane.</summary>
    static abstract void Store(TSelf lanes, float* target);

    /// <summary>Writes the first <paramref name="count"/> lanes, 1 to <see cref="Count"/>, and nothing else.</summary>
    static abstract void StorePart(TSelf lanes, float* target, int count);

    /// <summary>left + right.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>left − right.</summary>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>left · right.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>left · right + addend, rounded once, whether the processor can do so or not.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>1 where the bit is set, −1 where it is not: lane i takes bit <paramref name="first"/> + i, first a multiple of the lanes.</summary>
    static abstract TSelf PlusOrMinusOne(uint bits, int first);

    /// <summary>Bit i is set unless lane i is below 0: the signs that <see cref="PlusOrMinusOne"/> reads, of 0 and of −0 too.</summary>
    static abstract uint NotNegative(TSelf lanes);
}
