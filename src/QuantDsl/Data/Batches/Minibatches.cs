using QuantDsl.Data;
using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl;

/// <summary>
/// The minibatches of one epoch, from <see cref="Dataset.Minibatches"/>. Where examples are read from files or augmented, other threads
/// make the following minibatches meanwhile; which numbers come does not depend on them. Dispose it to end these threads.
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

    /// <summary>The threads that make minibatches; none where there is nothing to make.</summary>
    internal IReadOnlyList<Thread> Threads => _workers?.Threads ?? [];

    /// <summary>Gives the next minibatch.</summary>
    /// <param name="input">Receives float32 [size, …]; null after the last. The caller disposes it.</param>
    /// <param name="labels">Receives the labels; null after the last. The caller disposes them.</param>
    /// <returns>Whether there is one; examples that do not fill a minibatch are left out.</returns>
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

    /// <summary>Ends the threads and frees what they made and nobody took. What <see cref="Next"/> gave remains the caller's.</summary>
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
