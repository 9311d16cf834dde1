using QuantDsl.CompilerServices;

namespace QuantDsl.Benchmarks.Updates;

/// <summary>Managed memory that one call of the update allocates, in the calling thread and in the whole process.</summary>
internal static class UpdateAllocation
{
    private const int WarmUp = 10;
    private const int Calls = 3;
    private static readonly UpdateKind[] Kinds = [UpdateKind.Laq, UpdateKind.Trial, UpdateKind.Backtrack];

    /// <summary>Bytes of the worst call, after the compiler has settled.</summary>
    public static long Worst(TimedUpdate update)
    {
        for (int i = 0; i < WarmUp; i++)
            Measure(update);
        Thread.Sleep(250); // the tiered compiler waits 100 ms for quiet, then works beside us
        long worst = Measure(update);
        for (int i = 1; i < Calls; i++)
            worst = Math.Max(worst, Measure(update));
        return worst;
    }

    private static long Measure(TimedUpdate update)
    {
        long worst = 0;
        foreach (UpdateKind kind in Kinds)
        {
            update.Refill();
            long process = GC.GetTotalAllocatedBytes(precise: true);
            long thread = GC.GetAllocatedBytesForCurrentThread();
            update.Run(kind);
            thread = GC.GetAllocatedBytesForCurrentThread() - thread;
            process = GC.GetTotalAllocatedBytes(precise: true) - process;
            worst = Math.Max(worst, Math.Max(thread, process));
        }
        return worst;
    }
}
