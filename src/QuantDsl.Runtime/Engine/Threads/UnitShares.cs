using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The units of a job, of which each thread has a share: it takes those first, in order, and then the last ones of others. A thread has the
/// same share in all loops of as many units, so what it wrote in one of them is in its cache in the next.
/// </summary>
/// <param name="memory">Memory of <see cref="LengthFor"/> numbers.</param>
/// <param name="threads">Threads that share the units.</param>
internal readonly unsafe struct UnitShares(long* memory, int threads)
{
    private const int Stride = 8; // each share has a cache line for itself
    private const int EndShift = 32;

    /// <summary>Numbers of memory for so many threads.</summary>
    public static int LengthFor(int threads) => (threads + 1) * Stride;

    /// <summary>Divides the units from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    public static UnitShares Divide(long* memory, int first, int end, int threads)
    {
        nint misaligned = (nint)memory & ((Stride * sizeof(long)) - 1);
        long* aligned = misaligned == 0 ? memory : memory + (((Stride * sizeof(long)) - misaligned) / sizeof(long));
        int start = first;
        for (int thread = 0; thread < threads; thread++)
        {
            int next = first + (int)((long)(end - first) * (thread + 1) / threads);
            aligned[thread * Stride] = ((long)next << EndShift) | (uint)start;
            start = next;
        }
        return new UnitShares(aligned, threads);
    }

    /// <summary>Takes a unit.</summary>
    /// <param name="thread">Number of the calling thread.</param>
    /// <param name="unit">The unit.</param>
    /// <returns>Whether there was one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(int thread, out int unit) => TryTake(ref memory[thread * Stride], isOwn: true, out unit) || TryTakeOther(thread, out unit);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryTakeOther(int thread, out int unit)
    {
        for (int distance = 1; distance < threads; distance++)
        {
            if (TryTake(ref memory[(thread + distance) % threads * Stride], isOwn: false, out unit))
                return true;
        }
        unit = -1;
        return false;
    }

    /// <summary>Takes the first unit of the own share, or the last one of another.</summary>
    private static bool TryTake(ref long share, bool isOwn, out int unit)
    {
        long seen = Volatile.Read(ref share);
        while (true)
        {
            int start = (int)seen, end = (int)(seen >> EndShift);
            unit = isOwn ? start : end - 1;
            if (start >= end)
                return false;
            long left = isOwn ? seen + 1 : seen - (1L << EndShift);
            long found = Interlocked.CompareExchange(ref share, left, seen);
            if (found == seen)
                return true;
            seen = found;
        }
    }
}
