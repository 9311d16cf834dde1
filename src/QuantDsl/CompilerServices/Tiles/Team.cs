using TorchSharp;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The threads of updates: on Linux those of libtorch's own OpenMP, so that the update and libtorch never compete for the processor; elsewhere
/// those of the thread pool. As many as <see cref="torch.get_num_threads"/>.
/// </summary>
internal readonly unsafe struct Team : IThreadTeam
{
    /// <inheritdoc/>
    public int Threads => torch.get_num_threads();

    /// <inheritdoc/>
    public void Run(delegate*<void*, void> body, void* job, int threads)
    {
        if (!OpenMpTeam.TryRun(body, job, threads))
            PoolTeam.Run(body, job, threads);
    }
}
