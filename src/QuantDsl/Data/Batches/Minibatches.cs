using System.Runtime.CompilerServices;
using QuantDsl.CompilerServices;
using QuantDsl.Data;
using static TorchSharp.torch;

namespace QuantDsl;

/// <summary>
/// The minibatches of one epoch, from <see cref="Dataset.Minibatches"/>, as plain memory or as tensors. If examples are read from files or
/// augmented, other threads prepare the next minibatches meanwhile; values do not depend on the number of threads. Dispose it to stop these
/// threads.
/// </summary>
public sealed class Minibatches : IDisposable
{
    private readonly Dataset _data;
    private readonly long[] _order;
    private readonly Func<IEnumerable<ReadOnlyMemory<long>>, BatchWorkers>? _start;
    private readonly Device? _device;
    private readonly int _size;
    private readonly long _steps;
    private Tensor? _orderOnDevice;
    private float[]? _inputs;
    private int[]? _tokens;
    private int[]? _labels;
    private float[]? _numbers;
    private long _step;
    private BatchWorkers? _workers;

    internal Minibatches(
        Dataset data, long[] order, int size, long firstStep, Device? device, Func<IEnumerable<ReadOnlyMemory<long>>, BatchWorkers>? start)
    {
        _data = data;
        _order = order;
        _device = device;
        _size = size;
        _steps = data.Count / size;
        _step = firstStep;
        _start = start;
        if (device is not { type: TorchSharp.DeviceType.CUDA }) // which may have the examples already
            _ = Workers;
    }

    /// <summary>The threads that prepare minibatches; empty if there is nothing to prepare.</summary>
    internal IReadOnlyList<Thread> Threads => Workers?.Threads ?? [];

    /// <summary>The data set.</summary>
    internal Dataset Data => _data;

    /// <summary>Indices of the examples in the order of the epoch.</summary>
    internal ReadOnlySpan<long> Order => _order;

    /// <summary>Minibatches that are left.</summary>
    internal long Remaining => _steps - _step;

    /// <summary>Where in the order the next minibatch begins.</summary>
    internal int Start => (int)(_step * _size);

    private BatchWorkers? Workers => _start is null ? null : _workers ??= _start(Batches());

    /// <summary>Leaves the next minibatch to somebody who has its examples.</summary>
    internal void Skip() => _step++;

    /// <summary>Gets the next minibatch as tensors.</summary>
    /// <param name="input">
    /// Receives float32 [size, …], or int64 [size, length] for token ids; null after the last. The caller disposes it.
    /// </param>
    /// <param name="labels">
    /// Receives int64 [size], or [size, length] if each position has a label, or float32 [size, …] if labels are numbers; null after the
    /// last. The caller disposes it.
    /// </param>
    /// <returns>True if there was another minibatch. Examples that do not fill the last one are skipped.</returns>
    /// <exception cref="DatasetException">An example cannot be read; the message names its file.</exception>
    [OverloadResolutionPriority(1)] // Next(out _, out _) means this one
    public bool Next(out Tensor input, out Tensor labels)
    {
        BatchWorkers? workers = Workers;
        if (!Begin(out int start))
        {
            (input, labels) = (null!, null!);
            return false;
        }

        _orderOnDevice ??= Dataset.OrderOn(_order, _data.Device).DetachFromDisposeScope();
        if (workers is null)
        {
            _data.Batch(_orderOnDevice, start, _size, out input, out labels, _device);
            return true;
        }

        Device device = _device ?? _data.Device;
        using Tensor indices = _orderOnDevice.narrow(0, start, _size);
        (input, labels) = Dataset.Both(
            () => TensorFill.Copy(workers.Take(), [_size, .. _data.InputShape], device), _ => _data.LabelColumn.Take(indices, device));
        return true;
    }

    /// <summary>Gets the next minibatch as plain memory, which is used again: it is valid until the next call.</summary>
    /// <param name="inputs">Receives the values of the examples, one example after another; empty after the last minibatch.</param>
    /// <param name="labels">Receives one label for each example, or for each position of each example; empty after the last.</param>
    /// <returns>True if there was another minibatch. Examples that do not fill the last one are skipped.</returns>
    /// <exception cref="InvalidOperationException">The inputs are token ids, or the labels are numbers.</exception>
    /// <exception cref="DatasetException">An example cannot be read; the message names its file.</exception>
    public bool Next(out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> labels)
    {
        TypedColumn<float> column = _data.FloatColumn;
        BatchWorkers? workers = Workers;
        inputs = default;
        if (!NextLabels(_data.ClassColumn, ref _labels, out ReadOnlySpan<long> indices, out labels))
            return false;
        inputs = workers is null ? Gather(column, indices, ref _inputs) : workers.Take();
        return true;
    }

    /// <summary>Gets the next minibatch of token ids as plain memory, which is used again: it is valid until the next call.</summary>
    /// <param name="tokens">Receives the token ids, one sequence after another; empty after the last minibatch.</param>
    /// <param name="labels">Receives one label for each position, or for each sequence; empty after the last.</param>
    /// <returns>True if there was another minibatch. Sequences that do not fill the last one are skipped.</returns>
    /// <exception cref="InvalidOperationException">The inputs are not token ids, or the labels are numbers.</exception>
    public bool Next(out ReadOnlySpan<int> tokens, out ReadOnlySpan<int> labels)
    {
        TypedColumn<int> column = _data.TokenColumn;
        tokens = default;
        if (!NextLabels(_data.ClassColumn, ref _labels, out ReadOnlySpan<long> indices, out labels))
            return false;
        tokens = Gather(column, indices, ref _tokens);
        return true;
    }

    /// <summary>
    /// Gets the next minibatch, with numbers as labels, as plain memory, which is used again: it is valid until the next call.
    /// </summary>
    /// <param name="inputs">Receives the values of the examples, one example after another; empty after the last minibatch.</param>
    /// <param name="labels">Receives the numbers of the labels, one example after another; empty after the last.</param>
    /// <returns>True if there was another minibatch. Examples that do not fill the last one are skipped.</returns>
    /// <exception cref="InvalidOperationException">The inputs are token ids, or the labels are classes.</exception>
    /// <exception cref="DatasetException">An example cannot be read; the message names its file.</exception>
    [OverloadResolutionPriority(-1)] // Next(out …, out _) means the classes
    public bool Next(out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> labels)
    {
        TypedColumn<float> column = _data.FloatColumn;
        BatchWorkers? workers = Workers;
        inputs = default;
        if (!NextLabels(_data.NumberColumn, ref _numbers, out ReadOnlySpan<long> indices, out labels))
            return false;
        inputs = workers is null ? Gather(column, indices, ref _inputs) : workers.Take();
        return true;
    }

    /// <summary>
    /// Gets the next minibatch of token ids, with numbers as labels, as plain memory, which is used again: it is valid until the next call.
    /// </summary>
    /// <param name="tokens">Receives the token ids, one sequence after another; empty after the last minibatch.</param>
    /// <param name="labels">Receives the numbers of the labels, one sequence after another; empty after the last.</param>
    /// <returns>True if there was another minibatch. Sequences that do not fill the last one are skipped.</returns>
    /// <exception cref="InvalidOperationException">The inputs are not token ids, or the labels are classes.</exception>
    [OverloadResolutionPriority(-1)] // Next(out …, out _) means the classes
    public bool Next(out ReadOnlySpan<int> tokens, out ReadOnlySpan<float> labels)
    {
        TypedColumn<int> column = _data.TokenColumn;
        tokens = default;
        if (!NextLabels(_data.NumberColumn, ref _numbers, out ReadOnlySpan<long> indices, out labels))
            return false;
        tokens = Gather(column, indices, ref _tokens);
        return true;
    }

    /// <summary>Gets the next minibatch, which must be there, as a model takes it.</summary>
    internal NetworkInput NextOf(ModelInfo model, out NetworkLabels labels)
    {
        ReadOnlySpan<float> inputs = default, numbers = default;
        ReadOnlySpan<int> tokens = default, classes = default;
        bool takesClasses = model.Labels == LabelKind.Classes;
        bool isThere = (model.Vocabulary is null, takesClasses) switch
        {
            (true, true) => Next(out inputs, out classes),
            (true, false) => Next(out inputs, out numbers),
            (false, true) => Next(out tokens, out classes),
            _ => Next(out tokens, out numbers),
        };
        if (!isThere)
            throw new InvalidOperationException("There is no other minibatch in this epoch.");
        labels = takesClasses ? classes : numbers;
        return model.Vocabulary is null ? inputs : tokens;
    }

    /// <summary>Stops the threads. Tensors that <see cref="Next(out Tensor, out Tensor)"/> returned belong to the caller.</summary>
    public void Dispose()
    {
        _workers?.Dispose();
        _orderOnDevice?.Dispose();
    }

    private bool NextLabels<T>(TypedColumn<T> column, ref T[]? memory, out ReadOnlySpan<long> indices, out ReadOnlySpan<T> labels)
        where T : unmanaged
    {
        bool isThere = Begin(out int start);
        indices = isThere ? _order.AsSpan(start, _size) : default;
        labels = isThere ? Gather(column, indices, ref memory) : default;
        return isThere;
    }

    private bool Begin(out int start)
    {
        start = Start;
        if (_step >= _steps)
            return false;
        _step++;
        return true;
    }

    private static Span<T> Gather<T>(TypedColumn<T> column, ReadOnlySpan<long> indices, ref T[]? rows)
        where T : unmanaged
    {
        rows ??= GC.AllocateUninitializedArray<T>(column.LengthOf(indices.Length));
        column.Gather(indices, rows);
        return rows;
    }

    private IEnumerable<ReadOnlyMemory<long>> Batches()
    {
        for (long step = _step; step < _steps; step++)
            yield return _order.AsMemory((int)(step * _size), _size);
    }
}
