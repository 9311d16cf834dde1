using TorchSharp;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The threads of updates: on Linux the OpenMP threads of libtorch, so that the update and libtorch do not compete for cores; elsewhere
/// those of the thread pool. Their number is <see cref="torch.get_num_threads"/>.
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
