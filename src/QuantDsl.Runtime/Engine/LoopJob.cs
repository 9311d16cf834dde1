using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace QuantDsl.CompilerServices;

/// <summary>A loop that threads share. It lives on the stack of the thread that waits for it.</summary>
internal struct LoopJob<TLoop, TNetwork>(TNetwork network, Workspace memory, UnitShares units)
    where TLoop : struct, ILoop<TNetwork>
{
    private Exception? _failure;

    /// <summary>Runs all units and waits for them.</summary>
    public static unsafe void Run(TNetwork network, Workspace memory, int units)
    {
        int threads = Math.Min(Math.Min(ThreadCount.Value, memory.Threads), units);
        if (threads <= 1)
        {
            for (int unit = 0; unit < units; unit++)
                TLoop.Run(network, memory, unit, 0);
            return;
        }
        long* shares = stackalloc long[UnitShares.LengthFor(threads)];
        var job = new LoopJob<TLoop, TNetwork>(network, memory, UnitShares.Divide(shares, 0, units, threads));
        Workers.Run(&Drain, Unsafe.AsPointer(ref job), threads); // it is on this stack and does not move
        if (job._failure is not null)
            ExceptionDispatchInfo.Throw(job._failure);
    }

    /// <summary>What each thread runs: takes units until none is left.</summary>
    private static unsafe void Drain(void* job, int thread)
    {
        ref LoopJob<TLoop, TNetwork> loop = ref Unsafe.AsRef<LoopJob<TLoop, TNetwork>>(job);
        try
        {
            loop.Drain(thread);
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref loop._failure, failure, null);
        }
    }

    private void Drain(int thread)
    {
        while (units.TryTake(thread, out int unit))
            TLoop.Run(network, memory, unit, thread);
    }
}
