using System.Globalization;

namespace QuantDsl.Data;

/// <summary>
/// Threads that prepare the next minibatches while the caller trains on the current one. At most <see cref="Depth"/> minibatches are in
/// preparation or ready at a time, and one more with the caller, so that memory stays bounded and is used again; all threads work on these,
/// example by example.
/// </summary>
internal sealed class BatchWorkers : IDisposable
{
    /// <summary>One minibatch that is ready and one in preparation.</summary>
    public const int Depth = 2;

    private readonly ExampleSource _source;
    private readonly Func<long, Variation?> _variation;
    private readonly Queue<ReadOnlyMemory<long>> _waiting;
    private readonly Stack<PendingBatch> _free;
    private readonly Queue<PendingBatch> _begun = new(Depth);
    private readonly object _gate = new();
    private PendingBatch? _current;
    private PendingBatch? _taken;
    private bool _stopped;

    public BatchWorkers(ExampleSource source, IEnumerable<ReadOnlyMemory<long>> batches, Func<long, Variation?> variation, int threads)
        : this(source, batches, variation, threads, Enumerable.Range(0, Depth + 1).Select(_ => new PendingBatch(LengthOf(source))))
    {
    }

    private BatchWorkers(
        ExampleSource source,
        IEnumerable<ReadOnlyMemory<long>> batches,
        Func<long, Variation?> variation,
        int threads,
        IEnumerable<PendingBatch> memory)
    {
        _source = source;
        _variation = variation;
        _waiting = new Queue<ReadOnlyMemory<long>>(batches);
        _free = new Stack<PendingBatch>(memory);
        List<Thread> started = [];
        Threads = started;
        try
        {
            for (int number = 1; number <= threads; number++)
                started.Add(Start(number));
        }
        catch
        {
            Dispose(); // the system has no more threads: those that began would wait for ever
            throw;
        }
    }

    public IReadOnlyList<Thread> Threads { get; }

    /// <summary>Prepares examples in memory of the caller and waits for them, on as many threads as the source can use.</summary>
    public static unsafe void Fill(ExampleSource source, long[] indices, float* target)
    {
        int threads = Math.Min(source.Threads, indices.Length);
        PendingBatch[] memory = [new(LengthOf(source), target)];
        using var workers = new BatchWorkers(source, [indices], _ => null, threads - 1, memory);
        workers.Work();
        workers.Take();
    }

    /// <summary>Waits for the next minibatch and returns its values, which are valid until the next call.</summary>
    /// <exception cref="DatasetException">An example could not be produced.</exception>
    public float[] Take()
    {
        lock (_gate)
        {
            if (_taken is not null)
            {
                _free.Push(_taken);
                _taken = null;
            }

            PendingBatch? batch;
            while (!_begun.TryPeek(out batch) || batch.Remaining > 0)
                Monitor.Wait(_gate);
            _taken = _begun.Dequeue();
            Monitor.PulseAll(_gate);
        }

        return _taken.Result();
    }

    /// <summary>Stops the threads, after the examples that they are working on.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }

        foreach (Thread thread in Threads)
            thread.Join();
    }

    private static int LengthOf(ExampleSource source) => (int)source.Shape.Aggregate(1L, (product, axis) => checked(product * axis));

    private Thread Start(int number)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"QuantDsl data {number}");
        var thread = new Thread(Work) { IsBackground = true, Name = name };
        thread.Start();
        return thread;
    }

    private void Work()
    {
        while (Claim() is (PendingBatch batch, int place))
        {
            Exception? error = batch.Make(_source, place, _variation);
            lock (_gate)
            {
                batch.Complete(place, error);
                if (batch.Remaining == 0)
                    Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Claims the next example to prepare, once there is room for its minibatch; null if none is left.</summary>
    private (PendingBatch Batch, int Place)? Claim()
    {
        lock (_gate)
        {
            while (!_stopped && (_current is not null || _waiting.Count > 0))
            {
                if (_current is null && _begun.Count == Depth)
                {
                    Monitor.Wait(_gate);
                    continue;
                }

                if (_current is null)
                {
                    _begun.Enqueue(_current = _free.Pop());
                    _current.Begin(_waiting.Dequeue());
                }

                PendingBatch batch = _current;
                if (TryClaim(batch, out int place))
                    return (batch, place);
            }

            return null;
        }
    }

    private bool TryClaim(PendingBatch batch, out int place)
    {
        try
        {
            place = batch.Claim();
        }
        catch (Exception error)
        {
            place = -1;
            batch.Abandon(error);
            Monitor.PulseAll(_gate);
        }

        if (batch.IsClaimed)
            _current = null;
        return place >= 0;
    }
}
