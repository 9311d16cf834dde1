using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The threads of the engine: the calling one and helpers of our own, which are started when they are first needed and sleep while there is
/// nothing to do. There is one team in a process; while it works for one caller, others work alone.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct WorkerTeam : IThreadTeam
{
    /// <inheritdoc/>
    public int Threads => ThreadCount.Value;

    /// <inheritdoc/>
    public void Run(delegate*<void*, void> body, void* job, int threads) => Workers.Run(body, job, threads);
}
