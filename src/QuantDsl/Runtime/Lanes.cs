using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QuantDsl.Runtime;

/// <summary>
/// Vector primitives of the generated passes. Loads and stores past the end of a span touch only what is inside, so that a pass is one loop
/// without a second copy of its arithmetic for the tail; missing lanes load as 0. Sums are kept in double.
/// </summary>
public static class Lanes
{
    /// <summary>Values from <paramref name="start"/> on; lanes beyond the end are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Load(ReadOnlySpan<float> values, int start) =>
        start <= values.Length - Vector<float>.Count
            ? Vector.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)start)
            : LoadTail(values, start);

    /// <summary>Writes the lanes that lie inside the span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> lanes, Span<float> values, int start)
    {
        if (start <= values.Length - Vector<float>.Count)
            lanes.StoreUnsafe(ref MemoryMarshal.GetReference(values), (nuint)start);
        else
            StoreTail(lanes, values, start);
    }

    /// <summary>sum += a, lane by lane in double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref Vector<double> sum, Vector<float> a)
    {
        Vector.Widen(a, out Vector<double> low, out Vector<double> high);
        sum += low + high;
    }

    /// <summary>sum += a·b, with exact products in double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(ref Vector<double> sum, Vector<float> a, Vector<float> b)
    {
        Vector.Widen(a, out Vector<double> aLow, out Vector<double> aHigh);
        Vector.Widen(b, out Vector<double> bLow, out Vector<double> bHigh);
        sum += aLow * bLow + aHigh * bHigh;
    }

    /// <summary>
    /// Nearest of {0, 2^−(n−1), …, ½, 1} for magnitudes in [0, 1]; halfway goes to the smaller.
    /// </summary>
    /// <param name="magnitude">Values in [0, 1].</param>
    /// <param name="smallest">The smallest level that is not 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> NearestPowerOfTwo(Vector<float> magnitude, float smallest)
    {
        // Adding just under half of the mantissa's range carries into the exponent exactly when the mantissa is above 1.5.
        Vector<int> rounded = (Vector.AsVectorInt32(magnitude) + new Vector<int>(0x003FFFFF)) & new Vector<int>(unchecked((int)0xFF800000));
        Vector<float> level = Vector.Max(Vector.AsVectorSingle(rounded), new Vector<float>(smallest));
        return Vector.ConditionalSelect(Vector.GreaterThan(magnitude, new Vector<float>(smallest / 2)), level, Vector<float>.Zero);
    }

    private static Vector<float> LoadTail(ReadOnlySpan<float> values, int start)
    {
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        lanes.Clear();
        values[start..].CopyTo(lanes);
        return new Vector<float>(lanes);
    }

    private static void StoreTail(Vector<float> lanes, Span<float> values, int start)
    {
        Span<float> all = stackalloc float[Vector<float>.Count];
        lanes.CopyTo(all);
        all[..(values.Length - start)].CopyTo(values[start..]);
    }
}
