namespace QuantDsl.CompilerServices;

/// <summary>The threads of .NET's pool, for systems where libtorch's own cannot be used. One for each calling thread; allocates once.</summary>
internal sealed unsafe class PoolTeam : IThreadPoolWorkItem
{
    [ThreadStatic]
    private static PoolTeam? _ofThread;

    private readonly ManualResetEventSlim _done = new();
    private delegate*<void*, void> _body;
    private void* _job;
    private int _pending;

    private PoolTeam()
    {
    }

    /// <summary>Runs the body once on each of the threads, this one among them, and waits.</summary>
    /// <param name="body">Throws nothing.</param>
    /// <param name="job">Its argument.</param>
    /// <param name="threads">How many threads, at least 2.</param>
    public static void Run(delegate*<void*, void> body, void* job, int threads)
    {
        PoolTeam team = _ofThread ??= new PoolTeam();
        team._body = body;
        team._job = job;
        team._pending = threads - 1;
        team._done.Reset();
        for (int helper = 1; helper < threads; helper++)
            ThreadPool.UnsafeQueueUserWorkItem(team, preferLocal: false);
        body(job);
        team._done.Wait();
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        _body(_job);
        if (Interlocked.Decrement(ref _pending) == 0)
            _done.Set();
    }
}
