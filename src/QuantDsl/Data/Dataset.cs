using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Data;
using static System.FormattableString;
using static TorchSharp.torch;

namespace QuantDsl;

/// <summary>
/// Labelled examples, either held as two tensors on one device or streamed, that is, produced from files or 8-bit pixels when a minibatch
/// needs them. The data set owns its tensors: dispose it, not them. Read files with <see cref="FromIdxFolder"/> and the other <c>From…</c>
/// methods, pass your own data to the constructor or to <see cref="FromArrays"/>, or draw digits with <see cref="DrawnDigits"/>, which
/// needs no files.
/// </summary>
public sealed partial class Dataset : IDisposable
{
    // "Order" and "Split" in ASCII, so that the two never use the same random numbers.
    private const ulong OrderStream = 0x4F72646572;
    private const ulong SplitStream = 0x53706C6974;

    private readonly long[] _inputShape;
    private readonly Tensor? _inputs;
    private readonly ExampleSource? _source;

    /// <summary>Creates a data set from two tensors and takes ownership of both, unless it throws.</summary>
    /// <param name="inputs">
    /// At least one example: float32 [N, …] without NaN or infinity, or sequences of token ids from 0, int64 [N, length].
    /// </param>
    /// <param name="labels">
    /// Classes from 0 on the same device: one per example, int64 [N], or one per position of a sequence, int64 [N, length].
    /// </param>
    /// <param name="name">Name of the data set in messages and reports.</param>
    /// <param name="classes">Number of classes; null: the highest label + 1, at least 2.</param>
    /// <exception cref="DatasetException">The tensors are unsuitable; the message says what was expected and what was found.</exception>
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
    /// The examples, float32 [N, …], or token ids, int64 [N, length]; contiguous, on <see cref="Device"/>, and normalised if they came from
    /// pixels.
    /// </summary>
    /// <exception cref="InvalidOperationException">The data set is streamed, so there is no tensor of all examples.</exception>
    public Tensor Inputs => _inputs ?? throw new InvalidOperationException(
        Invariant($"{Name} is streamed: its {Count} examples are produced when they are needed, so there is no tensor of all of them. ")
        + "Use Minibatches, Batch or Slice.");

    /// <summary>Element type of the inputs; float32 for streamed data sets.</summary>
    internal ScalarType InputType => _inputs?.dtype ?? ScalarType.Float32;

    /// <summary>The classes, from 0 to <see cref="Classes"/> − 1: int64 [N], or [N, length] if each position has one.</summary>
    public Tensor Labels { get; }

    /// <summary>Number of examples, N.</summary>
    public long Count { get; }

    /// <summary>Number of classes, at least 2.</summary>
    public int Classes { get; }

    /// <summary>Name of the data set in messages and reports.</summary>
    public string Name { get; }

    /// <summary>The names of the classes, indexed by label; null if unknown.</summary>
    public IReadOnlyList<string>? ClassNames { get; private init; }

    /// <summary>Device of both tensors; for a streamed data set, that of the labels and the default for minibatches.</summary>
    public Device Device => Labels.device;

    /// <summary>Shape of one example without the batch axis, for example [1, 28, 28] for MNIST.</summary>
    public IReadOnlyList<long> InputShape => _inputShape;

    /// <summary>How pixels were normalised, to be applied to later images as well; null if the inputs did not come from pixels.</summary>
    public Normalization? Normalization { get; private init; }

    /// <summary>Splits the examples at random into two disjoint parts, for example 50 000 for training and 10 000 for validation.</summary>
    /// <param name="first">Number of examples in the first part, from 1 to <see cref="Count"/> − 1.</param>
    /// <param name="seed">The same seed gives the same parts.</param>
    /// <returns>
    /// New data sets on the same device; this one remains valid. They have memory of their own, or share the source of a streamed data set.
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
    /// Returns the same examples on another device. On the same device the result shares memory with this data set; either may be disposed
    /// first. For a streamed data set, this sets the default device of minibatches.
    /// </summary>
    /// <param name="device">The target device.</param>
    public Dataset To(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        bool here = device.type == Device.type && (device.index < 0 || device.index == Device.index);
        Tensor labels = here ? Labels.alias() : Labels.to(device);
        return _source is null
            ? Like(this, here ? Inputs.alias() : Inputs.to(device), labels, Name)
            : new Dataset(_source, labels, Name, Classes) { ClassNames = ClassNames, _augmentation = _augmentation };
    }

    /// <summary>Returns the order of the examples in an epoch, which depends only on the arguments and <see cref="Count"/>.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">Number of the epoch.</param>
    /// <returns>A permutation, int64 [N], on <see cref="Device"/>. The caller disposes it.</returns>
    public Tensor Order(long seed, int epoch) =>
        Permutation(SplitMix64.Mix(SplitMix64.Mix(OrderStream, unchecked((ulong)seed)), (uint)epoch));

    /// <summary>Gathers a minibatch of examples without augmentation.</summary>
    /// <param name="order">Indices of examples, int64 [M], on <see cref="Device"/>, for example from <see cref="Order"/>.</param>
    /// <param name="start">Position in <paramref name="order"/> where the minibatch begins.</param>
    /// <param name="size">Number of examples.</param>
    /// <param name="inputs">Receives float32 [size, …], or int64 [size, length] for token ids. The caller disposes it.</param>
    /// <param name="labels">Receives int64 [size], or [size, length] if each position has a label. The caller disposes it.</param>
    /// <param name="device">Device of the minibatch; null: that of the data set.</param>
    /// <exception cref="ArgumentException">The order is not int64 [M], or the minibatch exceeds it.</exception>
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
        {
            throw new ArgumentOutOfRangeException(
                nameof(start), start, Invariant($"Expected a position in the order, 0 to {available - 1}."));
        }

        if (size < 1 || size > available - start)
        {
            throw new ArgumentOutOfRangeException(
                nameof(size), size, Invariant($"Expected 1 to {available - start}, the number of examples from position {start}."));
        }

        using Tensor indices = order.narrow(0, start, size);
        Tensor examples = _source is null ? Inputs.index_select(0, indices) : Make(_source, Indices(indices));
        (inputs, labels) = Moved(examples, () => Labels.index_select(0, indices), device ?? Device);
    }

    /// <summary>Returns consecutive examples in stored order, without augmentation.</summary>
    /// <param name="start">Index of the first example.</param>
    /// <param name="size">Number of examples.</param>
    /// <param name="inputs">
    /// Receives float32 [size, …], or int64 [size, length] for token ids; may share memory with the data set. The caller disposes it.
    /// </param>
    /// <param name="labels">
    /// Receives int64 [size], or [size, length] if each position has a label; may share memory with the data set. The caller disposes it.
    /// </param>
    /// <param name="device">Device of the examples; null: that of the data set.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range exceeds the data set.</exception>
    /// <exception cref="DatasetException">A file of a streamed data set cannot be read.</exception>
    public void Slice(long start, long size, out Tensor inputs, out Tensor labels, Device? device = null)
    {
        if (start < 0 || start >= Count)
            throw new ArgumentOutOfRangeException(nameof(start), start, Invariant($"Expected the index of an example, 0 to {Count - 1}."));
        if (size < 1 || size > Count - start)
        {
            throw new ArgumentOutOfRangeException(
                nameof(size), size, Invariant($"Expected 1 to {Count - start}, the number of examples from index {start}."));
        }

        Tensor examples = _source is null ? Inputs.narrow(0, start, size) : Make(_source, LongRange(start, size));
        (inputs, labels) = Moved(examples, () => Labels.narrow(0, start, size), device ?? Device);
    }

    /// <summary>Disposes both tensors.</summary>
    public void Dispose()
    {
        _inputs?.Dispose();
        Labels.Dispose();
    }

    /// <summary>A description, for example <c>mnist train: 60000 examples of 1×28×28 in 10 classes</c>.</summary>
    public override string ToString() =>
        Invariant($"{Name}: {Count} examples of {DatasetCheck.Shape(_inputShape)} in {Classes} classes");

    private Tensor Permutation(ulong seed)
    {
        long[] order = new long[Count];
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

    /// <summary>Creates a data set of new tensors with the classes, normalization and augmentation of another.</summary>
    private static Dataset Like(Dataset other, Tensor inputs, Tensor labels, string name) => new(inputs, labels, name, other.Classes)
    {
        Normalization = other.Normalization,
        ClassNames = other.ClassNames,
        _augmentation = other._augmentation,
    };

    /// <summary>Returns a contiguous tensor that no dispose scope of the caller disposes.</summary>
    private static Tensor Own(Tensor tensor)
    {
        if (tensor.is_contiguous())
            return tensor.DetachFromDisposeScope();
        Tensor contiguous = tensor.contiguous().DetachFromDisposeScope();
        tensor.Dispose();
        return contiguous;
    }
}
