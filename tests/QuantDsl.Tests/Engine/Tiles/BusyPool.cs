namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>Keeps every thread of the pool waiting, and more work queued than it has threads, until it is released.</summary>
internal sealed class BusyPool : IDisposable
{
    private readonly ManualResetEventSlim _release = new();
    private readonly CountdownEvent _done;
    private readonly int _workers;
    private readonly int _completionPorts;
    private int _begun;

    public BusyPool()
    {
        ThreadPool.GetMaxThreads(out _workers, out _completionPorts);
        int threads = Math.Max(Environment.ProcessorCount, ThreadPool.ThreadCount);
        Assert.True(ThreadPool.SetMaxThreads(threads, _completionPorts));
        int blockers = 2 * threads;
        _done = new CountdownEvent(blockers);
        for (int blocker = 0; blocker < blockers; blocker++)
            ThreadPool.UnsafeQueueUserWorkItem(Block, null);
    }

    /// <summary>Items of this that no thread has begun.</summary>
    public int Waiting => _done.InitialCount - Volatile.Read(ref _begun);

    public void Release() => _release.Set();

    public void Dispose()
    {
        _release.Set();
        _done.Wait();
        ThreadPool.SetMaxThreads(_workers, _completionPorts);
        _release.Dispose();
        _done.Dispose();
    }

    private void Block(object? nothing)
    {
        Interlocked.Increment(ref _begun);
        _release.Wait();
        _done.Signal();
    }
}
