using QuantDsl.Data;
using QuantDsl.CompilerServices;
using static System.FormattableString;
using static TorchSharp.torch;

namespace QuantDsl;

/// <summary>
/// Labelled examples, held as two tensors on one device, or streamed: made from files or 8-bit pixels when a minibatch needs them. It owns
/// its tensors: dispose the data set, not them. Files come in by <see cref="FromIdxFolder"/> and its siblings, anything else by the
/// constructor or <see cref="FromArrays"/>; without data at hand there is <see cref="DrawnDigits"/>.
/// </summary>
public sealed partial class Dataset : IDisposable
{
    private const ulong OrderStream = 0x4F72646572; // "Order" and "Split" in ASCII: the two never see the same random numbers.
    private const ulong SplitStream = 0x53706C6974;

    private readonly long[] _inputShape;
    private readonly Tensor? _inputs;
    private readonly ExampleSource? _source;

    /// <summary>A data set of the given tensors. It takes ownership of both, unless it throws.</summary>
    /// <param name="inputs">The examples, float32 [N, …], finite, at least one; or sequences of token ids, int64 [N, length], from 0.</param>
    /// <param name="labels">Their classes, int64 [N], from 0, on the same device; or a class for each position of sequences, int64 [N, length].</param>
    /// <param name="name">What to call it in messages and reports.</param>
    /// <param name="classes">The number of classes; without it the highest label + 1, at least 2.</param>
    /// <exception cref="DatasetException">The tensors do not make a data set: the message says what was expected and found.</exception>
    public Dataset(Tensor inputs, Tensor labels, string? name = null, int? classes = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(labels);

        Name = string.IsNullOrWhiteSpace(name) ? "data" : name;
        Classes = DatasetCheck.Examples(Name, inputs, labels, classes);
        _inputs = Own(inputs);
        Labels = Own(labels);
        Count = Inputs.shape[0];
        _inputShape = Inputs.shape[1..];
    }

    private Dataset(ExampleSource source, Tensor labels, string name, int classes)
    {
        Name = name;
        Classes = classes;
        _source = source;
        Labels = Own(labels);
        Count = source.Count;
        _inputShape = source.Shape;
        Normalization = source.Normalization;
    }

    /// <summary>
    /// The examples, float32 [N, …] or token ids, int64 [N, length], contiguous, on <see cref="Device"/>; normalised if they came from pixels.
    /// </summary>
    /// <exception cref="InvalidOperationException">The data set is streamed: there is no tensor of all examples.</exception>
    public Tensor Inputs => _inputs ?? throw new InvalidOperationException(
        Invariant($"{Name} makes its {Count} examples when they are needed: there is no tensor of all of them. ")
        + "Take them by Minibatches, Batch or Slice.");

    /// <summary>Type of an input's values; streamed ones are float32.</summary>
    internal ScalarType InputType => _inputs?.dtype ?? ScalarType.Float32;

    /// <summary>Their classes, int64 [N] or one for each position [N, length], from 0 to <see cref="Classes"/> − 1.</summary>
    public Tensor Labels { get; }

    /// <summary>The number of examples, N.</summary>
    public long Count { get; }

    /// <summary>The number of classes, at least 2.</summary>
    public int Classes { get; }

    /// <summary>What it is called in messages and reports.</summary>
    public string Name { get; }

    /// <summary>The names of the classes, by label; null where the data has none.</summary>
    public IReadOnlyList<string>? ClassNames { get; private init; }

    /// <summary>Where both tensors are; of a streamed data set the labels, and the minibatches unless asked for elsewhere.</summary>
    public Device Device => Labels.device;

    /// <summary>The shape of one example, without the batch axis: (1, 28, 28) for MNIST.</summary>
    public IReadOnlyList<long> InputShape => _inputShape;

    /// <summary>How pixels became <see cref="Inputs"/>, to treat later images alike; null where they did not come from pixels.</summary>
    public Normalization? Normalization { get; private init; }

    /// <summary>Two disjoint parts that together hold every example once, at random: 50 000 to train and 10 000 to validate, say.</summary>
    /// <param name="first">How many examples the first part gets, from 1 to <see cref="Count"/> − 1.</param>
    /// <param name="seed">The same seed gives the same parts.</param>
    /// <returns>
    /// New data sets on the same device; this one remains. They have their own memory, or share what a streamed one makes its examples from.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A part would be empty.</exception>
    public (Dataset First, Dataset Second) Split(long first, long seed)
    {
        if (first < 1 || first >= Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(first), first, Invariant($"Expected 1 to {Count - 1} of the {Count} examples of {Name}: no part may be empty."));
        }

        using Tensor order = Permutation(SplitMix64.Mix(SplitStream, unchecked((ulong)seed)));
        return Both(() => Part(0, first, "first"), _ => Part(first, Count - first, "rest"));

        Dataset Part(long start, long size, string suffix)
        {
            string name = $"{Name} ({suffix})";
            if (_source is not null)
            {
                using Tensor indices = order.narrow(0, start, size);
                return new Dataset(new ExampleSubset(_source, Indices(indices)), Labels.index_select(0, indices), name, Classes)
                {
                    ClassNames = ClassNames,
                    _augmentation = _augmentation,
                };
            }

            Batch(order, start, size, out Tensor inputs, out Tensor labels);
            return Like(this, inputs, labels, name);
        }
    }

    /// <summary>
    /// The same examples on another device. On the same device the result shares memory with this data set; either may be disposed first.
    /// Of a streamed data set, the minibatches come there unless asked for elsewhere.
    /// </summary>
    /// <param name="device">Where to.</param>
    public Dataset To(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        bool here = device.type == Device.type && (device.index < 0 || device.index == Device.index);
        Tensor labels = here ? Labels.alias() : Labels.to(device);
        return _source is null
            ? Like(this, here ? Inputs.alias() : Inputs.to(device), labels, Name)
            : new Dataset(_source, labels, Name, Classes) { ClassNames = ClassNames, _augmentation = _augmentation };
    }

    /// <summary>The order of the examples in an epoch: a function of the two arguments and <see cref="Count"/> only.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">The epoch.</param>
    /// <returns>A permutation, int64 [N], on <see cref="Device"/>. The caller disposes it.</returns>
    public Tensor Order(long seed, int epoch) =>
        Permutation(SplitMix64.Mix(SplitMix64.Mix(OrderStream, unchecked((ulong)seed)), (uint)epoch));

    /// <summary>Gathers a minibatch of examples as they are, without augmentation.</summary>
    /// <param name="order">Indices of examples, int64 [M], on <see cref="Device"/>, for example from <see cref="Order"/>.</param>
    /// <param name="start">Where in <paramref name="order"/> the batch begins.</param>
    /// <param name="size">How many examples it has.</param>
    /// <param name="inputs">Receives float32 [size, …]. The caller disposes it.</param>
    /// <param name="labels">Receives int64 [size]. The caller disposes it.</param>
    /// <param name="device">Where the batch is to be; null: where the data set is.</param>
    /// <exception cref="ArgumentException">The order is no list of indices, or the batch does not lie in it.</exception>
    /// <exception cref="DatasetException">A file of a streamed data set cannot be read.</exception>
    public void Batch(Tensor order, long start, long size, out Tensor inputs, out Tensor labels, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.dtype != ScalarType.Int64 || order.dim() != 1)
        {
            throw new ArgumentException(
                $"Expected indices of examples as int64 [M], found {DatasetCheck.Describe(order)}. Use Dataset.Order.", nameof(order));
        }

        long available = order.shape[0];
        if (start < 0 || start >= available)
            throw new ArgumentOutOfRangeException(nameof(start), start, Invariant($"Expected a place in the order, 0 to {available - 1}."));
        if (size < 1 || size > available - start)
        {
            throw new ArgumentOutOfRangeException(
                nameof(size), size, Invariant($"Expected from 1 to {available - start}, what the order has from {start} on."));
        }

        using Tensor indices = order.narrow(0, start, size);
        Tensor examples = _source is null ? Inputs.index_select(0, indices) : Make(_source, Indices(indices));
        (inputs, labels) = Moved(examples, () => Labels.index_select(0, indices), device ?? Device);
    }

    /// <summary>Examples in the order in which they are stored, without augmentation.</summary>
    /// <param name="start">The first.</param>
    /// <param name="size">How many.</param>
    /// <param name="inputs">Receives float32 [size, …], which may share memory with the data set. The caller disposes it.</param>
    /// <param name="labels">Receives int64 [size], likewise.</param>
    /// <param name="device">Where they are to be; null: where the data set is.</param>
    /// <exception cref="ArgumentOutOfRangeException">The data set does not hold them.</exception>
    /// <exception cref="DatasetException">A file of a streamed data set cannot be read.</exception>
    public void Slice(long start, long size, out Tensor inputs, out Tensor labels, Device? device = null)
    {
        if (start < 0 || start >= Count)
            throw new ArgumentOutOfRangeException(nameof(start), start, Invariant($"Expected an example, 0 to {Count - 1}."));
        if (size < 1 || size > Count - start)
            throw new ArgumentOutOfRangeException(nameof(size), size, Invariant($"Expected from 1 to {Count - start}, what follows from {start} on."));
        Tensor examples = _source is null ? Inputs.narrow(0, start, size) : Make(_source, LongRange(start, size));
        (inputs, labels) = Moved(examples, () => Labels.narrow(0, start, size), device ?? Device);
    }

    /// <summary>Frees both tensors.</summary>
    public void Dispose()
    {
        _inputs?.Dispose();
        Labels.Dispose();
    }

    /// <summary>For example <c>mnist train: 60000 examples of 1×28×28 in 10 classes</c>.</summary>
    public override string ToString() =>
        Invariant($"{Name}: {Count} examples of {DatasetCheck.Shape(_inputShape)} in {Classes} classes");

    private Tensor Permutation(ulong seed)
    {
        var order = new long[Count];
        for (long i = 0; i < order.Length; i++)
            order[i] = i;
        new SplitMix64(seed).Shuffle(order);
        return TensorFill.Int64(order, Device);
    }

    /// <summary>Two data sets; where there is no second one, the first is freed.</summary>
    private static (Dataset First, Dataset Second) Both(Func<Dataset> makeFirst, Func<Dataset, Dataset> makeSecond)
    {
        Dataset first = makeFirst();
        try
        {
            return (first, makeSecond(first));
        }
        catch
        {
            first.Dispose();
            throw;
        }
    }

    /// <summary>Inputs on a device, and their labels; where there are no labels, the inputs are freed.</summary>
    internal static (Tensor Inputs, Tensor Labels) Moved(Tensor examples, Func<Tensor> takeLabels, Device device)
    {
        Tensor inputs = Transfer.To(examples, device);
        try
        {
            return (inputs, Transfer.To(takeLabels(), device));
        }
        catch
        {
            inputs.Dispose();
            throw;
        }
    }

    /// <summary>A data set of new tensors with what else is known of another.</summary>
    private static Dataset Like(Dataset other, Tensor inputs, Tensor labels, string name) => new(inputs, labels, name, other.Classes)
    {
        Normalization = other.Normalization,
        ClassNames = other.ClassNames,
        _augmentation = other._augmentation,
    };

    /// <summary>A contiguous tensor that no dispose scope of the caller frees.</summary>
    private static Tensor Own(Tensor tensor)
    {
        if (tensor.is_contiguous())
            return tensor.DetachFromDisposeScope();
        Tensor contiguous = tensor.contiguous().DetachFromDisposeScope();
        tensor.Dispose();
        return contiguous;
    }
}
