using System.Globalization;
using static TorchSharp.torch;

namespace QuantDsl.Data;

/// <summary>
/// Threads that prepare the next minibatches while the caller trains on the current one. At most <see cref="Depth"/> minibatches are in
/// preparation or ready at a time, so that memory stays bounded; all threads work on these, example by example.
/// </summary>
internal sealed class BatchWorkers : IDisposable
{
    /// <summary>One minibatch that is ready and one in preparation.</summary>
    public const int Depth = 2;

    private readonly ExampleSource _source;
    private readonly Func<long, Variation?> _variation;
    private readonly Queue<ReadOnlyMemory<long>> _waiting;
    private readonly Queue<PendingBatch> _begun = new();
    private readonly object _gate = new();
    private PendingBatch? _current;
    private bool _stopped;

    public BatchWorkers(ExampleSource source, IEnumerable<ReadOnlyMemory<long>> batches, Func<long, Variation?> variation, int threads)
    {
        _source = source;
        _variation = variation;
        _waiting = new Queue<ReadOnlyMemory<long>>(batches);
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

    /// <summary>Prepares examples and waits for them, on as many threads as the source can use.</summary>
    public static Tensor Make(ExampleSource source, long[] indices)
    {
        int threads = Math.Min(source.Threads, indices.Length);
        using var workers = new BatchWorkers(source, [indices], _ => null, threads - 1);
        workers.Work();
        return workers.Take();
    }

    /// <summary>Waits for the next minibatch and returns it.</summary>
    public Tensor Take()
    {
        PendingBatch? batch;
        lock (_gate)
        {
            while (!_begun.TryPeek(out batch) || batch.Remaining > 0)
                Monitor.Wait(_gate);
            _begun.Dequeue();
            Monitor.PulseAll(_gate);
        }

        return batch.Detach();
    }

    /// <summary>Stops the threads, after the examples that they are working on, and disposes minibatches that were not taken.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }

        foreach (Thread thread in Threads)
            thread.Join();
        while (_begun.TryDequeue(out PendingBatch? batch))
            batch.Dispose();
    }

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
                    _begun.Enqueue(_current = new PendingBatch(_waiting.Dequeue(), _source.Shape));
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
