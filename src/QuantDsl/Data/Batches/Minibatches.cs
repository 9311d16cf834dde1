using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Data;
using static TorchSharp.torch;

namespace QuantDsl;

/// <summary>
/// The minibatches of one epoch, from <see cref="Dataset.Minibatches"/>. If examples are read from files or augmented, other threads
/// prepare the next minibatches meanwhile; values do not depend on the number of threads. Dispose it to stop these threads.
/// </summary>
public sealed class Minibatches : IDisposable
{
    private readonly Dataset _data;
    private readonly Tensor _order;
    private readonly BatchWorkers? _workers;
    private readonly Device? _device;
    private readonly long _size;
    private readonly long _steps;
    private long _step;

    /// <summary>Takes ownership of the order, whether it throws or not.</summary>
    internal Minibatches(
        Dataset data, Tensor order, long size, long firstStep, Device? device, Func<IEnumerable<ReadOnlyMemory<long>>, BatchWorkers>? start)
    {
        _data = data;
        _order = order;
        _device = device;
        _size = size;
        _steps = data.Count / size;
        _step = firstStep;
        try
        {
            _workers = start?.Invoke(Batches(Dataset.Indices(order)));
        }
        catch
        {
            order.Dispose();
            throw;
        }
    }

    /// <summary>The threads that prepare minibatches; empty if there is nothing to prepare.</summary>
    internal IReadOnlyList<Thread> Threads => _workers?.Threads ?? [];

    /// <summary>Gets the next minibatch.</summary>
    /// <param name="input">
    /// Receives float32 [size, …], or int64 [size, length] for token ids; null after the last. The caller disposes it.
    /// </param>
    /// <param name="labels">
    /// Receives int64 [size], or [size, length] if each position has a label; null after the last. The caller disposes it.
    /// </param>
    /// <returns>True if there was another minibatch. Examples that do not fill the last one are skipped.</returns>
    /// <exception cref="DatasetException">An example cannot be read; the message names its file.</exception>
    public bool Next(out Tensor input, out Tensor labels)
    {
        if (_step >= _steps)
        {
            (input, labels) = (null!, null!);
            return false;
        }

        long start = _step++ * _size;
        if (_workers is null)
        {
            _data.Batch(_order, start, _size, out input, out labels, _device);
            return true;
        }

        Device device = _device ?? _data.Device;
        using Tensor indices = _order.narrow(0, start, _size);
        (input, labels) = Dataset.Moved(_workers.Take(), () => _data.Labels.index_select(0, indices), device);
        return true;
    }

    /// <summary>
    /// Stops the threads and disposes minibatches that were not taken. Those that <see cref="Next"/> returned belong to the caller.
    /// </summary>
    public void Dispose()
    {
        _workers?.Dispose();
        _order.Dispose();
    }

    private IEnumerable<ReadOnlyMemory<long>> Batches(long[] order)
    {
        for (long step = _step; step < _steps; step++)
            yield return order.AsMemory((int)(step * _size), (int)_size);
    }
}
