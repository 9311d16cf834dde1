using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Weight gradients of one output channel in registers: up to 8 vectors of terms, each sum in one accumulator, on top of what was summed so
/// far. The last vector ends where the terms end and may overlap the one before; both then hold the same sums.
/// </summary>
internal static unsafe class PooledTile<TLanes, TVectors>
    where TLanes : unmanaged, ILanes<TLanes>
    where TVectors : struct, ITileSize
{
    /// <summary>Adds the chosen pixels of some windows.</summary>
    /// <param name="input">The input, at the first term.</param>
    /// <param name="pixels">The chosen pixels.</param>
    /// <param name="count">How many.</param>
    /// <param name="sums">The sums of the terms.</param>
    /// <param name="last">Where the last vector begins.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* input, ChosenPixel* pixels, int count, float* sums, nint last)
    {
        TLanes a0 = Load(sums, 0, last), a1 = Load(sums, 1, last), a2 = Load(sums, 2, last), a3 = Load(sums, 3, last);
        TLanes a4 = Load(sums, 4, last), a5 = Load(sums, 5, last), a6 = Load(sums, 6, last), a7 = Load(sums, 7, last);
        for (ChosenPixel* end = pixels + count; pixels < end; pixels++)
        {
            float* x = input + pixels->Offset;
            TLanes t = TLanes.Broadcast(pixels->Gradient);
            a0 = Add(a0, t, x, 0, last);
            a1 = Add(a1, t, x, 1, last);
            a2 = Add(a2, t, x, 2, last);
            a3 = Add(a3, t, x, 3, last);
            a4 = Add(a4, t, x, 4, last);
            a5 = Add(a5, t, x, 5, last);
            a6 = Add(a6, t, x, 6, last);
            a7 = Add(a7, t, x, 7, last);
        }
        Store(a0, sums, 0, last);
        Store(a1, sums, 1, last);
        Store(a2, sums, 2, last);
        Store(a3, sums, 3, last);
        Store(a4, sums, 4, last);
        Store(a5, sums, 5, last);
        Store(a6, sums, 6, last);
        Store(a7, sums, 7, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Load(float* sums, int vector, nint last) =>
        TVectors.Count > vector ? TLanes.Load(sums + Place(vector, last)) : TLanes.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Add(TLanes sum, TLanes factor, float* x, int vector, nint last) =>
        TVectors.Count > vector ? TLanes.MultiplyAdd(factor, TLanes.Load(x + Place(vector, last)), sum) : sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TLanes sum, float* sums, int vector, nint last)
    {
        if (TVectors.Count > vector)
            TLanes.Store(sum, sums + Place(vector, last));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Place(int vector, nint last) => vector == TVectors.Count - 1 ? last : vector * TLanes.Count;
}
