using System.Runtime.InteropServices;
using QuantDsl.Data;
using static System.FormattableString;
using static TorchSharp.torch;

namespace QuantDsl;

/// <content>What an epoch of training draws.</content>
public sealed partial class Dataset
{
    private Augmentation? _augmentation;

    /// <summary>How training varies the examples; null: not at all.</summary>
    internal Augmentation? Augmentation => _augmentation;

    /// <summary>
    /// The minibatches of an epoch in the order of <see cref="Order"/>. Examples that are read from files or augmented are made ahead by
    /// other threads; what they look like is a function of the seed, the epoch and the example only.
    /// </summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="size">Examples in a minibatch; those that do not fill the last one are left out.</param>
    /// <param name="firstStep">How many minibatches to leave out, for a run that goes on.</param>
    /// <param name="device">Where the minibatches are to be; null: where the data set is.</param>
    /// <param name="threads">How many threads make examples; null: as the kind of data needs. It does not change any number.</param>
    /// <returns>The caller disposes it, before the data set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such minibatch, or no thread.</exception>
    public Minibatches Minibatches(long seed, int epoch, long size, long firstStep = 0, Device? device = null, int? threads = null)
    {
        if (size < 1 || size > Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(size), size, Invariant($"Expected minibatches of 1 to {Count}, the examples of {Name}."));
        }

        if (firstStep < 0 || firstStep > Count / size)
            throw new ArgumentOutOfRangeException(nameof(firstStep), firstStep, Invariant($"Expected a minibatch, 0 to {Count / size}."));
        if (threads < 1)
            throw new ArgumentOutOfRangeException(nameof(threads), threads, "Expected at least one thread.");

        Tensor order = Order(seed, epoch);
        if (_source is null && _augmentation is null)
            return new Minibatches(this, order, size, firstStep, device, start: null);

        ExampleSource source = _source ?? new TensorExamples(Inputs, Normalization);
        ulong epochSeed = Variation.OfEpoch(seed, epoch);
        return new Minibatches(this, order, size, firstStep, device, batches =>
            new BatchWorkers(source, batches, index => Variation.Of(_augmentation, epochSeed, index), threads ?? source.Threads));
    }

    /// <summary>
    /// The same examples, but those that <see cref="Minibatches"/> draws, and so training, are varied at random. <see cref="Slice"/>,
    /// <see cref="Batch"/> and so evaluation see them as they are.
    /// </summary>
    /// <param name="augmentation">What varies.</param>
    /// <returns>
    /// A data set that shares memory with this one; either may be disposed first. One in memory is then on the CPU, where examples are varied.
    /// </returns>
    /// <exception cref="DatasetException">These examples cannot be varied so.</exception>
    public Dataset Augment(Augmentation augmentation)
    {
        ArgumentNullException.ThrowIfNull(augmentation);
        augmentation.Check(Name, _inputShape, _source);
        Dataset result = To(_source is null ? CPU : Device);
        result._augmentation = augmentation;
        return result;
    }

    /// <summary>A streamed data set. It takes ownership of the labels.</summary>
    internal static Dataset FromSource(ExampleSource source, Tensor labels, string name, int classes) => new(source, labels, name, classes);

    /// <summary>The numbers of a tensor of indices, on whatever device.</summary>
    internal static long[] Indices(Tensor indices)
    {
        using Tensor here = indices.cpu();
        using Tensor dense = here.contiguous();
        return MemoryMarshal.Cast<byte, long>(dense.bytes).ToArray();
    }

    private static Tensor Make(ExampleSource source, long[] indices) => BatchWorkers.Make(source, indices);

    private static long[] LongRange(long start, long count)
    {
        var numbers = new long[count];
        for (long i = 0; i < count; i++)
            numbers[i] = start + i;
        return numbers;
    }
}
