using static TorchSharp.torch;

namespace QuantDsl.Benchmarks.Models;

/// <summary>Minibatches of drawn digits, gathered once and handed out in turn: weights then look as they do in training.</summary>
internal sealed class Batches : IDisposable
{
    private readonly Tensor[] _inputs;
    private readonly Tensor[] _labels;
    private int _next;

    /// <summary>Gathers <paramref name="count"/> minibatches of <paramref name="size"/>.</summary>
    public Batches(Dataset data, int size, int count)
    {
        _inputs = new Tensor[count];
        _labels = new Tensor[count];
        using Tensor order = data.Order(seed: 1, epoch: 1);
        for (int i = 0; i < count; i++)
            data.Batch(order, (long)i * size, size, out _inputs[i], out _labels[i]);
    }

    /// <summary>The next minibatch; after the last comes the first. Do not dispose it.</summary>
    public (Tensor Input, Tensor Labels) Next()
    {
        int index = _next;
        _next = (_next + 1) % _inputs.Length;
        return (_inputs[index], _labels[index]);
    }

    /// <summary>The next call hands out the first minibatch again.</summary>
    public void Rewind() => _next = 0;

    /// <summary>Minibatches for a network, from data of their own.</summary>
    public static Batches Draw(Network network, int count = 16)
    {
        int size = TimedModels.BatchSize(network);
        (Dataset train, Dataset test) = Dataset.DrawnDigits(train: size * count, test: 1);
        using (train)
        using (test)
            return new Batches(train, size, count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in _inputs.Concat(_labels))
            tensor.Dispose();
    }
}
