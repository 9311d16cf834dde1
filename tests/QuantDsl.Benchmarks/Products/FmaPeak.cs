using QuantDsl.CompilerServices;

namespace QuantDsl.Benchmarks.Products;

/// <summary>
/// As many fused multiply-adds as the processor can do on all threads: nothing but registers, twelve sums that do not wait for each other.
/// </summary>
internal static class FmaPeak<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int Sums = 12;
    private const int Rounds = 1_000_000;

    /// <summary>Multiplications and additions of a run.</summary>
    public static double Operations => 2.0 * TLanes.Count * Sums * Rounds * ThreadCount.Value;

    /// <summary>Multiplies and adds.</summary>
    public static void Run()
    {
        int threads = ThreadCount.Value;
        TileJob<Unit>.Run(default, 0, threads, isSmall: false);
    }

    private static TLanes Work()
    {
        TLanes factor = TLanes.Broadcast(0.999f), addend = TLanes.Broadcast(0.001f);
        TLanes a = addend, b = addend, c = addend, d = addend, e = addend, f = addend;
        TLanes g = addend, h = addend, i = addend, j = addend, k = addend, l = addend;
        for (int round = 0; round < Rounds; round++)
        {
            a = TLanes.MultiplyAdd(a, factor, addend);
            b = TLanes.MultiplyAdd(b, factor, addend);
            c = TLanes.MultiplyAdd(c, factor, addend);
            d = TLanes.MultiplyAdd(d, factor, addend);
            e = TLanes.MultiplyAdd(e, factor, addend);
            f = TLanes.MultiplyAdd(f, factor, addend);
            g = TLanes.MultiplyAdd(g, factor, addend);
            h = TLanes.MultiplyAdd(h, factor, addend);
            i = TLanes.MultiplyAdd(i, factor, addend);
            j = TLanes.MultiplyAdd(j, factor, addend);
            k = TLanes.MultiplyAdd(k, factor, addend);
            l = TLanes.MultiplyAdd(l, factor, addend);
        }
        return a + b + c + d + e + f + g + h + i + j + k + l;
    }

    private readonly struct Unit : ITileWork
    {
        public unsafe void Run(int tile)
        {
            float* sums = stackalloc float[TLanes.Count];
            TLanes.Store(Work(), sums); // so that nothing is left out
            if (!float.IsFinite(*sums))
                throw new InvalidOperationException("The sums converge to 1.");
        }
    }
}
