namespace QuantDsl.CompilerServices;

/// <summary>
/// Threads of the .NET thread pool, for systems on which those of libtorch cannot be used. There is one instance per calling thread, which
/// allocates once. A busy pool does not delay the caller: helpers that start after the job is done find it closed, and the caller waits
/// only for helpers that have started.
/// </summary>
internal sealed unsafe class PoolTeam : IThreadPoolWorkItem
{
    // A job's state is one word, so that closing it and joining it exclude each other: how many helpers are at work, how many more may
    // join, and whether it is closed.
    private const int Working = 1;
    private const int WorkingMask = 0xffff;
    private const int Place = 1 << 16;
    private const int PlaceMask = 0x7fff << 16;
    private const int Closed = int.MinValue;

    [ThreadStatic]
    private static PoolTeam? _ofThread;

    private readonly ManualResetEventSlim _done = new();
    private delegate*<void*, void> _body;
    private void* _job;
    private int _state = Closed;
    private int _queued; // helpers of this team in the queue of the pool

    private PoolTeam()
    {
    }

    /// <summary>
    /// Runs the body on this thread and, at the same time, on as many others as are free, at most once on each, and waits for them.
    /// </summary>
    /// <param name="body">The function to run. It does the work that the other threads leave, and must not throw.</param>
    /// <param name="job">Its argument.</param>
    /// <param name="threads">Maximum number of threads, at least 2.</param>
    public static void Run(delegate*<void*, void> body, void* job, int threads)
    {
        PoolTeam team = _ofThread ??= new PoolTeam();
        int helpers = Math.Min(threads - 1, PlaceMask / Place);
        team._body = body;
        team._job = job;
        Volatile.Write(ref team._state, helpers * Place);
        // Helpers that an earlier job left in the queue are reused, so that they do not accumulate while the pool is busy.
        for (int queued = Volatile.Read(ref team._queued); queued < helpers; queued++)
        {
            Interlocked.Increment(ref team._queued);
            ThreadPool.UnsafeQueueUserWorkItem(team, preferLocal: false);
        }
        body(job);
        team.Close();
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Decrement(ref _queued);
        if (!TryJoin())
            return;
        _body(_job);
        if (Interlocked.Add(ref _state, -Working) == Closed)
            _done.Set(); // the last one, and the caller waits
    }

    /// <summary>Closes the job to further helpers, and waits for those that have started.</summary>
    private void Close()
    {
        int state = Volatile.Read(ref _state);
        for (int found; (found = Interlocked.CompareExchange(ref _state, Closed | (state & WorkingMask), state)) != state;)
            state = found;
        if ((state & WorkingMask) == 0)
            return;
        _done.Wait();
        _done.Reset();
    }

    private bool TryJoin()
    {
        int state = Volatile.Read(ref _state);
        while (state >= Place)
        {
            int found = Interlocked.CompareExchange(ref _state, state - Place + Working, state);
            if (found == state)
                return true;
            state = found;
        }
        return false;
    }
}
