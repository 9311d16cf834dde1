using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Vector primitives of the passes, 16 lanes on any hardware: one register with AVX-512, two with AVX2, four with 128 bits. The
/// arithmetic is the same everywhere, and so are the results, bit for bit. Loads and stores past the end of a span touch only what is
/// inside, so that a pass is one loop without a second copy of its arithmetic for the tail; missing lanes load as 0. Sums are kept in
/// double.
/// </summary>
internal static class Lanes
{
    /// <summary>Lanes of a vector.</summary>
    public const int Count = 16;

    /// <summary>Values from <paramref name="start"/> on; lanes beyond the end are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ReadOnlySpan<float> values, int start) =>
        start <= values.Length - Count
            ? Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)start)
            : LoadTail(values, start);

    /// <summary>Writes the lanes that lie inside the span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> lanes, Span<float> values, int start)
    {
        if (start <= values.Length - Count)
            lanes.StoreUnsafe(ref MemoryMarshal.GetReference(values), (nuint)start);
        else
            StoreTail(lanes, values, start);
    }

    /// <summary>Writes the lanes that lie inside the span.</summary>
    /// <param name="lanes">Values.</param>
    /// <param name="values">Where to write.</param>
    /// <param name="start">Where the first goes.</param>
    /// <param name="pastCache">Whether to write without fetching the line first, for what will not be read soon.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> lanes, Span<float> values, int start, bool pastCache)
    {
        if (pastCache && start <= values.Length - Count && IsAligned(ref values[start]))
            StorePastCache(lanes, ref values[start]);
        else
            Store(lanes, values, start);
    }

    /// <summary>Values clamped to [−bound, bound]. NaN stays, since no comparison with it holds: it is still to be noticed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Clamp(Vector512<float> lanes, float bound)
    {
        var high = Vector512.Create(bound);
        var atMost = Vector512.ConditionalSelect(Vector512.GreaterThan(lanes, high), high, lanes);
        return Vector512.ConditionalSelect(Vector512.LessThan(atMost, -high), -high, atMost);
    }

    /// <summary>A bit for each lane: set where it is at least 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort NotNegative(Vector512<float> lanes) =>
        (ushort)Vector512.GreaterThanOrEqual(lanes, Vector512<float>.Zero).ExtractMostSignificantBits();

    /// <summary>The largest lane; none is NaN.</summary>
    public static float Largest(Vector512<float> lanes)
    {
        var eight = Vector256.MaxNative(lanes.GetLower(), lanes.GetUpper());
        var four = Vector128.MaxNative(eight.GetLower(), eight.GetUpper());
        return Math.Max(Math.Max(four[0], four[1]), Math.Max(four[2], four[3]));
    }

    /// <summary>
    /// Counts the lanes whose sign is opposite to that in <paramref name="signs"/>, and puts theirs there; 0 is opposite to nothing.
    /// </summary>
    /// <param name="lanes">Values.</param>
    /// <param name="signs">A bit for each lane above 0, and 16 bits higher one for each below.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ExchangeSigns(Vector512<float> lanes, ref uint signs)
    {
        uint now = (uint)Vector512.GreaterThan(lanes, Vector512<float>.Zero).ExtractMostSignificantBits()
            | ((uint)Vector512.LessThan(lanes, Vector512<float>.Zero).ExtractMostSignificantBits() << Count);
        int opposite = BitOperations.PopCount(now & BitOperations.RotateLeft(signs, Count));
        signs = now;
        return opposite;
    }

    /// <summary>Counts the levels inside the span that differ from those there, and takes their place.</summary>
    /// <param name="lanes">Whole numbers from −127 to 127.</param>
    /// <param name="levels">Levels, a byte each.</param>
    /// <param name="start">Place of the first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ExchangeLevels(Vector512<float> lanes, Span<sbyte> levels, int start)
    {
        if (start > levels.Length - Count)
            return ExchangeTail(lanes, levels[start..]);
        ref sbyte place = ref MemoryMarshal.GetReference(levels);
        Vector128<sbyte> now = Narrow(lanes);
        var same = Vector128.Equals(now, Vector128.LoadUnsafe(ref place, (nuint)start));
        now.StoreUnsafe(ref place, (nuint)start);
        return Count - BitOperations.PopCount(same.ExtractMostSignificantBits());
    }

    /// <summary>0 of 0, and different whole numbers from 1 to 127 of 1, ½, …, 2^−126: their exponents.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exponent(Vector512<float> powers) => Vector512.ConvertToSingle(powers.AsInt32() >> 23);

    /// <summary>
    /// The nearest whole number, halfway the even one, of values in [0, 2²²]. Adding 2²³ leaves no bits for the fraction; an instruction
    /// that rounds is not in every set that NativeAOT compiles for.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Round(Vector512<float> lanes) => (lanes + Vector512.Create(8388608f)) - Vector512.Create(8388608f);

    /// <summary>+value in the lanes whose bit is set, −value in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> PlusOrMinus(float value, ushort bits) =>
        Vector512.ConditionalSelect(IsSet(bits), Vector512.Create(value), Vector512.Create(-value));

    /// <summary>The value in the lanes whose bit is set, 0 in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Chosen(float value, ushort bits) => Vector512.Create(value) & IsSet(bits);

    /// <summary>All bits of the lanes whose bit is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> IsSet(ushort bits)
    {
        var bit = Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        return Vector512.Equals(Vector512.Create((int)bits) & bit, bit).AsSingle();
    }

    /// <summary>sum += a, lane by lane in double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref Vector512<double> sum, Vector512<float> a)
    {
        (Vector512<double> low, Vector512<double> high) = Vector512.Widen(a);
        sum += low + high;
    }

    /// <summary>sum += a·b, with exact products in double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(ref Vector512<double> sum, Vector512<float> a, Vector512<float> b)
    {
        (Vector512<double> aLow, Vector512<double> aHigh) = Vector512.Widen(a);
        (Vector512<double> bLow, Vector512<double> bHigh) = Vector512.Widen(b);
        sum += (aLow * bLow) + (aHigh * bHigh);
    }

    /// <summary>
    /// Nearest of {0, 2^−(n−1), …, ½, 1} for magnitudes in [0, 1]; halfway goes to the smaller.
    /// </summary>
    /// <param name="magnitude">Values in [0, 1].</param>
    /// <param name="smallest">The smallest level that is not 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> NearestPowerOfTwo(Vector512<float> magnitude, float smallest)
    {
        // Adding just under half of the mantissa's range carries into the exponent exactly when the mantissa is above 1.5.
        Vector512<int> rounded = (magnitude.AsInt32() + Vector512.Create(0x003FFFFF)) & Vector512.Create(unchecked((int)0xFF800000));
        var level = Vector512.MaxNative(rounded.AsSingle(), Vector512.Create(smallest));
        return level & Vector512.GreaterThan(magnitude, Vector512.Create(smallest / 2));
    }

    /// <summary>Writes the chosen lanes of <paramref name="lanes"/> one after the other, in order.</summary>
    /// <param name="lanes">Values.</param>
    /// <param name="chosen">All bits of a lane set: chosen; none: not.</param>
    /// <param name="values">Where to write; what follows the chosen ones may be overwritten.</param>
    /// <param name="start">Where the first goes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreChosen(Vector512<float> lanes, Vector512<float> chosen, Span<float> values, int start)
    {
        if (Avx512F.IsSupported && start <= values.Length - Count)
        {
            Vector512.StoreUnsafe(
                Avx512F.Compress(Vector512<float>.Zero, chosen, lanes), ref MemoryMarshal.GetReference(values), (nuint)start);
        }
        else
        {
            StoreOneByOne(lanes, chosen.ExtractMostSignificantBits(), values[start..]);
        }
    }

    private static Vector128<sbyte> Narrow(Vector512<float> lanes)
    {
        var whole = Vector512.ConvertToInt32Native(lanes);
        var half = Vector256.Narrow(whole.GetLower(), whole.GetUpper());
        return Vector128.Narrow(half.GetLower(), half.GetUpper());
    }

    private static int ExchangeTail(Vector512<float> lanes, Span<sbyte> levels)
    {
        Span<float> all = stackalloc float[Count];
        lanes.CopyTo(all);
        int different = 0;
        for (int i = 0; i < levels.Length; i++)
        {
            sbyte now = (sbyte)all[i];
            different += now == levels[i] ? 0 : 1;
            levels[i] = now;
        }
        return different;
    }

    private static unsafe bool IsAligned(ref float place) => ((nint)Unsafe.AsPointer(ref place) & 63) == 0;

    private static unsafe void StorePastCache(Vector512<float> lanes, ref float place) =>
        lanes.StoreAlignedNonTemporal((float*)Unsafe.AsPointer(ref place)); // of native memory, where this is used: it does not move

    private static void StoreOneByOne(Vector512<float> lanes, ulong chosen, Span<float> values)
    {
        Span<float> all = stackalloc float[Count];
        lanes.CopyTo(all);
        for (int next = 0; chosen != 0; chosen &= chosen - 1)
            values[next++] = all[(int)ulong.TrailingZeroCount(chosen)];
    }

    private static Vector512<float> LoadTail(ReadOnlySpan<float> values, int start)
    {
        Span<float> lanes = stackalloc float[Count];
        lanes.Clear();
        values[start..].CopyTo(lanes);
        return Vector512.Create<float>(lanes);
    }

    private static void StoreTail(Vector512<float> lanes, Span<float> values, int start)
    {
        Span<float> all = stackalloc float[Count];
        lanes.CopyTo(all);
        all[..(values.Length - start)].CopyTo(values[start..]);
    }
}
