using System.Runtime.CompilerServices;
using TorchSharp;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Runs tiles on several threads: on Linux those of libtorch's own OpenMP, so that the update and libtorch never compete for the processor;
/// elsewhere on the thread pool. As many as <see cref="torch.get_num_threads"/>.
/// </summary>
internal static unsafe class Team
{
    /// <summary>Runs the tiles from <paramref name="first"/> to before <paramref name="end"/> and waits for them.</summary>
    /// <param name="work">What to do with a tile.</param>
    /// <param name="first">First tile.</param>
    /// <param name="end">One past the last tile.</param>
    /// <param name="alone">Whether the work is so small that the calling thread does it alone.</param>
    public static void Run<TWork>(TWork work, int first, int end, bool alone)
        where TWork : struct, ITileWork
    {
        int threads = alone ? 1 : Math.Min(torch.get_num_threads(), end - first);
        if (threads <= 1)
        {
            for (int tile = first; tile < end; tile++)
                work.Run(tile);
            return;
        }
        var job = new TileJob<TWork>(work, first, end);
        void* address = Unsafe.AsPointer(ref job); // on this stack: it does not move
        if (!OpenMpTeam.TryRun(&TileJob<TWork>.Drain, address, threads))
            PoolTeam.Run(&TileJob<TWork>.Drain, address, threads);
        job.ThrowIfFailed();
    }
}
