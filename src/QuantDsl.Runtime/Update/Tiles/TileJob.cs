using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace QuantDsl.CompilerServices;

/// <summary>Tiles that are being worked off. It lives on the stack of the thread that waits for it.</summary>
internal struct TileJob<TWork>(TWork work, UnitShares tiles)
    where TWork : struct, ITileWork
{
    private TWork _work = work;
    private Exception? _failure;

    /// <summary>Runs the tiles from <paramref name="first"/> to before <paramref name="end"/> and waits for them.</summary>
    /// <param name="work">What to do with a tile.</param>
    /// <param name="first">First tile.</param>
    /// <param name="end">The tile after the last.</param>
    /// <param name="isSmall">Whether the work is so small that the calling thread does it alone.</param>
    public static unsafe void Run(TWork work, int first, int end, bool isSmall)
    {
        int threads = isSmall ? 1 : Math.Min(ThreadCount.Value, end - first);
        if (threads <= 1)
        {
            for (int tile = first; tile < end; tile++)
                work.Run(tile);
            return;
        }
        long* shares = stackalloc long[UnitShares.LengthFor(threads)];
        var job = new TileJob<TWork>(work, UnitShares.Divide(shares, first, end, threads));
        Workers.Run(&Drain, Unsafe.AsPointer(ref job), threads); // it is on this stack and does not move
        if (job._failure is not null)
            ExceptionDispatchInfo.Throw(job._failure);
    }

    /// <summary>What each thread runs: takes tiles until none is left.</summary>
    private static unsafe void Drain(void* job, int thread)
    {
        ref TileJob<TWork> tiles = ref Unsafe.AsRef<TileJob<TWork>>(job);
        try
        {
            tiles.Drain(thread);
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref tiles._failure, failure, null);
        }
    }

    private void Drain(int thread)
    {
        while (tiles.TryTake(thread, out int tile))
            _work.Run(tile);
    }
}
