using QuantDsl.Data;
using static System.FormattableString;
using static TorchSharp.torch;

namespace QuantDsl;

/// <content>The minibatches of an epoch.</content>
public sealed partial class Dataset
{
    private Augmentation? _augmentation;

    /// <summary>How examples are augmented during training; null: not at all.</summary>
    internal Augmentation? Augmentation => _augmentation;

    /// <summary>
    /// Draws the minibatches of an epoch in the order given by <see cref="Order"/>. Examples that are read from files or augmented are
    /// prepared ahead on other threads; an example's values depend only on the seed, the epoch and its index.
    /// </summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">Number of the epoch.</param>
    /// <param name="size">Examples per minibatch; examples that do not fill the last minibatch are skipped.</param>
    /// <param name="firstStep">Number of minibatches to skip, for a run that resumes within the epoch.</param>
    /// <param name="device">Device of the minibatches; null: that of the data set.</param>
    /// <param name="threads">
    /// Number of threads that prepare examples; null: chosen by the kind of data. It does not affect any value.
    /// </param>
    /// <returns>The minibatches; the caller disposes them before the data set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size, the first step or the number of threads is out of range.</exception>
    public Minibatches Minibatches(long seed, int epoch, long size, long firstStep = 0, Device? device = null, int? threads = null)
    {
        ThrowIfDisposed();
        if (size < 1 || size > Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(size), size, Invariant($"Expected minibatches of 1 to {Count}, the examples of {Name}."));
        }

        if (firstStep < 0 || firstStep > Count / size)
            throw new ArgumentOutOfRangeException(nameof(firstStep), firstStep, Invariant($"Expected a minibatch, 0 to {Count / size}."));
        if (threads < 1)
            throw new ArgumentOutOfRangeException(nameof(threads), threads, "Expected at least one thread.");

        long[] order = PlainOrder(seed, epoch);
        if (Source is null && _augmentation is null)
            return new Minibatches(this, order, (int)size, firstStep, device, start: null);

        ExampleSource source = Source ?? new ColumnExamples(FloatColumn, Normalization);
        ulong epochSeed = Variation.OfEpoch(seed, epoch);
        return new Minibatches(this, order, (int)size, firstStep, device, batches =>
            new BatchWorkers(source, batches, index => Variation.Of(_augmentation, epochSeed, index), threads ?? source.Threads));
    }

    /// <summary>
    /// Returns the same examples with random augmentation in <see cref="Minibatches"/>, and therefore in training. <c>Slice</c> and
    /// <see cref="Batch"/>, and therefore evaluation, return them unchanged.
    /// </summary>
    /// <param name="augmentation">The augmentation.</param>
    /// <returns>
    /// A data set that shares memory with this one; either may be disposed first. If this one is held in memory, the result is on the CPU,
    /// because that is where examples are augmented.
    /// </returns>
    /// <exception cref="DatasetException">The examples cannot be augmented this way.</exception>
    public Dataset Augment(Augmentation augmentation)
    {
        ArgumentNullException.ThrowIfNull(augmentation);
        augmentation.Check(Name, InputShape, Source);
        Dataset result = To(Source is null ? new Device(TorchSharp.DeviceType.CPU) : Device);
        result._augmentation = augmentation;
        return result;
    }
}
