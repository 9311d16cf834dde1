namespace QuantDsl.CompilerServices;

/// <content>
/// Comparisons, bits and whole numbers. A comparison sets all bits of a lane or none. An operation whose name ends in Int32 takes the
/// bits of a lane for a whole number of 32 bits, and overflow wraps around.
/// </content>
public unsafe partial interface ILanes<TSelf>
{
    /// <summary>0, 1, 2, …, as whole numbers.</summary>
    static abstract TSelf IndicesInt32 { get; }

    /// <summary>The same whole number in every lane.</summary>
    static abstract TSelf BroadcastInt32(int value);

    /// <summary>The next <paramref name="count"/> bytes, 1 to <see cref="Count"/>, as whole numbers; reads nothing else.</summary>
    static abstract TSelf LoadBytes(byte* source, int count);

    /// <summary>Writes the first <paramref name="count"/> whole numbers, each from 0 to 255, as bytes, and nothing else.</summary>
    static abstract void StoreBytes(TSelf lanes, byte* target, int count);

    /// <summary>left / right.</summary>
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>Bits that both have.</summary>
    static abstract TSelf operator &(TSelf left, TSelf right);

    /// <summary>Bits that one of both has, or both have.</summary>
    static abstract TSelf operator |(TSelf left, TSelf right);

    /// <summary>Bits that only one of both has.</summary>
    static abstract TSelf operator ^(TSelf left, TSelf right);

    /// <summary>√, rounded once.</summary>
    static abstract TSelf SquareRoot(TSelf lanes);

    /// <summary>left &gt; right; false where one is NaN.</summary>
    static abstract TSelf GreaterThan(TSelf left, TSelf right);

    /// <summary>left ≥ right; false where one is NaN.</summary>
    static abstract TSelf GreaterThanOrEqual(TSelf left, TSelf right);

    /// <summary>left = right; false where one is NaN.</summary>
    static abstract TSelf Equal(TSelf left, TSelf right);

    /// <summary>
    /// Bits of <paramref name="chosen"/> where those of <paramref name="mask"/> are set, else of <paramref name="other"/>.
    /// </summary>
    static abstract TSelf Select(TSelf mask, TSelf chosen, TSelf other);

    /// <summary>left = right.</summary>
    static abstract TSelf EqualInt32(TSelf left, TSelf right);

    /// <summary>left &gt; right.</summary>
    static abstract TSelf GreaterThanInt32(TSelf left, TSelf right);

    /// <summary>left + right.</summary>
    static abstract TSelf AddInt32(TSelf left, TSelf right);

    /// <summary>left − right.</summary>
    static abstract TSelf SubtractInt32(TSelf left, TSelf right);

    /// <summary>Shifts left by <paramref name="count"/> bits.</summary>
    static abstract TSelf ShiftLeftInt32(TSelf lanes, int count);

    /// <summary>Shifts right by <paramref name="count"/> bits, copies of the sign following.</summary>
    static abstract TSelf ShiftRightInt32(TSelf lanes, int count);

    /// <summary>Shifts right by <paramref name="count"/> bits, zeros following.</summary>
    static abstract TSelf ShiftRightUInt32(TSelf lanes, int count);

    /// <summary>Rotates left by <paramref name="count"/> bits, 1 to 31, a constant.</summary>
    static abstract TSelf RotateLeftInt32(TSelf lanes, int count);

    /// <summary>Whole numbers as float32, rounded once.</summary>
    static abstract TSelf ConvertInt32(TSelf lanes);
}
