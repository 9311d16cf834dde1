using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace QuantDsl.CompilerServices;

/// <summary>Tiles that are being worked off. It lives on the stack of the thread that waits for it.</summary>
internal struct TileJob<TWork>(TWork work, int first, int end)
    where TWork : struct, ITileWork
{
    private TWork _work = work;
    private int _next = first;
    private Exception? _failure;

    /// <summary>Runs the tiles from <paramref name="first"/> to before <paramref name="end"/> and waits for them.</summary>
    /// <param name="work">What to do with a tile.</param>
    /// <param name="first">First tile.</param>
    /// <param name="end">The tile after the last.</param>
    /// <param name="team">The threads.</param>
    /// <param name="isSmall">Whether the work is so small that the calling thread does it alone.</param>
    public static unsafe void Run<TTeam>(TWork work, int first, int end, TTeam team, bool isSmall)
        where TTeam : struct, IThreadTeam
    {
        int threads = isSmall ? 1 : Math.Min(team.Threads, end - first);
        if (threads <= 1)
        {
            for (int tile = first; tile < end; tile++)
                work.Run(tile);
            return;
        }
        var job = new TileJob<TWork>(work, first, end);
        team.Run(&Drain, Unsafe.AsPointer(ref job), threads); // it is on this stack and does not move
        job.ThrowIfFailed();
    }

    /// <summary>What each thread runs: takes tiles until none is left. No exception leaves it, for the caller may be native.</summary>
    public static unsafe void Drain(void* job)
    {
        ref TileJob<TWork> tiles = ref Unsafe.AsRef<TileJob<TWork>>(job);
        try
        {
            tiles.Drain();
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref tiles._failure, failure, null);
        }
    }

    /// <summary>Throws what a tile threw.</summary>
    public readonly void ThrowIfFailed()
    {
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
    }

    private void Drain()
    {
        for (int tile = Interlocked.Increment(ref _next) - 1; tile < end; tile = Interlocked.Increment(ref _next) - 1)
            _work.Run(tile);
    }
}
