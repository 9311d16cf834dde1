using System.Numerics;
using System.Runtime.InteropServices;

namespace QuantDsl.CompilerServices;

/// <summary>Finds the largest magnitude among many values, as fast as they can be read.</summary>
internal static class Magnitude
{
    private const int Magnitudes = int.MaxValue; // all bits but the sign

    /// <summary>max |x|; NaN if a value is NaN, 0 if there is none.</summary>
    /// <remarks>
    /// The bits of magnitudes, read as integers, have the order of the magnitudes, with infinity and NaN above all numbers. And integers
    /// have one maximum, whatever the order in which they are compared.
    /// </remarks>
    public static float Largest(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<int> bits = MemoryMarshal.Cast<float, int>(values);
        ReadOnlySpan<Vector<int>> vectors = MemoryMarshal.Cast<int, Vector<int>>(bits);
        var mask = new Vector<int>(Magnitudes);
        Vector<int> a = Vector<int>.Zero, b = a, c = a, d = a; // four, so that no maximum waits for the one before
        int next = 0;
        for (; next <= vectors.Length - 4; next += 4)
        {
            a = Vector.Max(a, vectors[next] & mask);
            b = Vector.Max(b, vectors[next + 1] & mask);
            c = Vector.Max(c, vectors[next + 2] & mask);
            d = Vector.Max(d, vectors[next + 3] & mask);
        }
        for (; next < vectors.Length; next++)
            a = Vector.Max(a, vectors[next] & mask);
        a = Vector.Max(Vector.Max(a, b), Vector.Max(c, d));
        int largest = 0;
        for (int lane = 0; lane < Vector<int>.Count; lane++)
            largest = Math.Max(largest, a[lane]);
        foreach (int rest in bits[(vectors.Length * Vector<int>.Count)..])
            largest = Math.Max(largest, rest & Magnitudes);
        return BitConverter.Int32BitsToSingle(largest);
    }
}
