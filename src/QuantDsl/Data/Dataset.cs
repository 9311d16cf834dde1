using System.Runtime.CompilerServices;
using QuantDsl.Data;
using static System.FormattableString;
using static TorchSharp.torch;

namespace QuantDsl;

/// <summary>
/// Labelled examples: held in memory, held as two tensors on a device, or streamed, that is, produced from files or 8-bit pixels when a
/// minibatch needs them. Labels are classes, or numbers. Read files with <see cref="FromIdxFolder"/> and the other <c>From…</c> methods,
/// pass your own data to <c>FromArrays</c> or to the constructor, or draw digits with <see cref="DrawnDigits"/>, which needs no files. Members that return
/// tensors make them of what is in memory, and load libtorch; the others work without it, except on what was made of tensors. The data set
/// owns the tensors that it holds: dispose it, not them.
/// </summary>
public sealed partial class Dataset : IDisposable
{
    // "Order" and "Split" in ASCII, so that the two never use the same random numbers.
    private const ulong OrderStream = 0x4F72646572;
    private const ulong SplitStream = 0x53706C6974;

    private readonly Column _inputs;
    private readonly Column _labels;
    private volatile bool _isDisposed;

    /// <summary>Creates a data set from two tensors and takes ownership of both, unless it throws.</summary>
    /// <param name="inputs">
    /// At least one example: float32 [N, …] without NaN or infinity, or sequences of token ids from 0, int64 [N, length].
    /// </param>
    /// <param name="labels">
    /// Classes from 0 on the same device: one per example, int64 [N], or one per position of a sequence, int64 [N, length]. For a
    /// regression or several labels at a time the numbers that a model is to give: float32 [N] or [N, …] without NaN or infinity.
    /// </param>
    /// <param name="name">Name of the data set in messages and reports.</param>
    /// <param name="classes">Number of classes; null: the highest label + 1, at least 2. Float32 labels have none.</param>
    /// <exception cref="DatasetException">The tensors are unsuitable; the message says what was expected and what was found.</exception>
    public Dataset(Tensor inputs, Tensor labels, string? name = null, int? classes = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(labels);

        Name = NameOr(name);
        Classes = DatasetCheck.Tensors(Name, inputs, labels, classes);
        _inputs = inputs.dtype == ScalarType.Int64 ? new TensorColumn<int>(inputs) : new TensorColumn<float>(inputs);
        _labels = labels.dtype == ScalarType.Int64 ? new TensorColumn<int>(labels) : new TensorColumn<float>(labels);
    }

    private Dataset(string name, int classes, Column inputs, Column labels)
    {
        Name = NameOr(name);
        Classes = classes;
        _inputs = inputs;
        _labels = labels;
    }

    /// <summary>
    /// The examples, float32 [N, …], or token ids, int64 [N, length]; contiguous, on <see cref="Device"/>, and normalised if they came from
    /// pixels. That of a data set in memory is made when it is first asked for, and shares the memory of float32 inputs, so that it must not
    /// be changed.
    /// </summary>
    /// <exception cref="InvalidOperationException">The data set is streamed, so there is no tensor of all examples.</exception>
    public Tensor Inputs => InputColumn.Tensor ?? throw new InvalidOperationException(
        Invariant($"{Name} is streamed: its {Count} examples are produced when they are needed, so there is no tensor of all of them. ")
        + "Use Minibatches, Batch or Slice.");

    /// <summary>
    /// The classes, from 0 to <see cref="Classes"/> − 1: int64 [N], or [N, length] if each position has one; or the numbers that a model is
    /// to give, float32 [N] or [N, …].
    /// </summary>
    public Tensor Labels => LabelColumn.Tensor!;

    /// <summary>Number of examples, N.</summary>
    public long Count => _inputs.Count;

    /// <summary>Number of classes, at least 2; 0 if labels are numbers.</summary>
    public int Classes { get; }

    /// <summary>Name of the data set in messages and reports.</summary>
    public string Name { get; }

    /// <summary>The names of the classes, indexed by label; null if unknown. <see cref="WithClassNames"/> gives them.</summary>
    public IReadOnlyList<string>? ClassNames { get; private set; }

    /// <summary>Device of the tensors, and the default for minibatches; the CPU for a data set in memory.</summary>
    public Device Device => _labels.Device;

    /// <summary>Shape of one example without the batch axis, for example [1, 28, 28] for MNIST.</summary>
    public IReadOnlyList<long> InputShape => _inputs.RowShape;

    /// <summary>How pixels were normalised, to be applied to later images as well; null if the inputs did not come from pixels.</summary>
    public Normalization? Normalization { get; private set; }

    /// <summary>Splits the examples at random into two disjoint parts, for example 50 000 for training and 10 000 for validation.</summary>
    /// <param name="first">Number of examples in the first part, from 1 to <see cref="Count"/> − 1.</param>
    /// <param name="seed">The same seed gives the same parts.</param>
    /// <returns>
    /// New data sets on the same device; this one remains valid. They have memory of their own, or share the source of a streamed data set.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A part would be empty.</exception>
    public (Dataset First, Dataset Second) Split(long first, long seed)
    {
        CheckSplit(first);
        long[] order = SplitOrder(seed);
        return Both(() => Part(order[..(int)first], "first"), _ => Part(order[(int)first..], "rest"));
    }

    /// <summary>
    /// Returns the same examples on another device. On the same device the result shares memory with this data set; either may be disposed
    /// first. For a streamed data set, this sets the default device of minibatches.
    /// </summary>
    /// <param name="device">The target device.</param>
    public Dataset To(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return Like(this, Name, () => InputColumn.To(device), () => LabelColumn.To(device));
    }

    /// <summary>Returns the order of the examples in an epoch, which depends only on the arguments and <see cref="Count"/>.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">Number of the epoch.</param>
    /// <returns>A permutation, int64 [N], on <see cref="Device"/>. The caller disposes it.</returns>
    public Tensor Order(long seed, int epoch) => OrderOn(PlainOrder(seed, epoch), Device);

    /// <summary>Gathers a minibatch of examples without augmentation.</summary>
    /// <param name="order">Indices of examples, int64 [M], on <see cref="Device"/>, for example from <see cref="Order"/>.</param>
    /// <param name="start">Position in <paramref name="order"/> where the minibatch begins.</param>
    /// <param name="size">Number of examples.</param>
    /// <param name="inputs">Receives float32 [size, …], or int64 [size, length] for token ids. The caller disposes it.</param>
    /// <param name="labels">
    /// Receives int64 [size], or [size, length] if each position has a label, or float32 [size, …]. The caller disposes it.
    /// </param>
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
        Device target = device ?? Device;
        (inputs, labels) = Both(() => InputColumn.Take(indices, target), _ => LabelColumn.Take(indices, target));
    }

    /// <summary>Returns consecutive examples in stored order as tensors, without augmentation.</summary>
    /// <param name="start">Index of the first example.</param>
    /// <param name="size">Number of examples.</param>
    /// <param name="inputs">
    /// Receives float32 [size, …], or int64 [size, length] for token ids; may share memory with the data set. The caller disposes it.
    /// </param>
    /// <param name="labels">
    /// Receives int64 [size], or [size, length] if each position has a label, or float32 [size, …]; may share memory with the data set. The
    /// caller disposes it.
    /// </param>
    /// <param name="device">Device of the examples; null: that of the data set.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range exceeds the data set.</exception>
    /// <exception cref="DatasetException">A file of a streamed data set cannot be read.</exception>
    [OverloadResolutionPriority(1)] // Slice(start, size, out _, out _) means this one
    public void Slice(long start, long size, out Tensor inputs, out Tensor labels, Device? device = null)
    {
        CheckSlice(start, size);
        Device target = device ?? Device;
        (inputs, labels) = Both(() => InputColumn.Take(start, size, target), _ => LabelColumn.Take(start, size, target));
    }

    /// <summary>
    /// Returns consecutive examples in stored order as plain memory, without augmentation. What is not in memory is copied: it is valid
    /// until the calling thread asks for another slice.
    /// </summary>
    /// <param name="start">Index of the first example.</param>
    /// <param name="size">Number of examples.</param>
    /// <param name="inputs">Receives the values of the examples, one example after another.</param>
    /// <param name="labels">Receives one label for each example, or for each position of each example.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range exceeds the data set.</exception>
    /// <exception cref="InvalidOperationException">The inputs are token ids, or the labels are numbers.</exception>
    /// <exception cref="DatasetException">A file of a streamed data set cannot be read.</exception>
    public void Slice(long start, long size, out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> labels)
    {
        CheckSlice(start, size);
        inputs = FloatColumn.Read(start, size);
        labels = ClassColumn.Read(start, size);
    }

    /// <summary>
    /// Returns consecutive sequences of token ids in stored order as plain memory. What is not in memory is copied: it is valid until the
    /// calling thread asks for another slice.
    /// </summary>
    /// <param name="start">Index of the first sequence.</param>
    /// <param name="size">Number of sequences.</param>
    /// <param name="tokens">Receives the token ids, one sequence after another.</param>
    /// <param name="labels">Receives one label for each position, or for each sequence.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range exceeds the data set.</exception>
    /// <exception cref="InvalidOperationException">The inputs are not token ids, or the labels are numbers.</exception>
    public void Slice(long start, long size, out ReadOnlySpan<int> tokens, out ReadOnlySpan<int> labels)
    {
        CheckSlice(start, size);
        tokens = TokenColumn.Read(start, size);
        labels = ClassColumn.Read(start, size);
    }

    /// <summary>
    /// Returns the labels of consecutive examples in stored order as plain memory, without reading the examples themselves.
    /// </summary>
    /// <param name="start">Index of the first example.</param>
    /// <param name="size">Number of examples.</param>
    /// <returns>One label for each example, or for each position of each example.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range exceeds the data set.</exception>
    /// <exception cref="InvalidOperationException">The labels are numbers.</exception>
    public ReadOnlySpan<int> SliceLabels(long start, long size)
    {
        CheckSlice(start, size);
        return ClassColumn.Read(start, size);
    }

    /// <summary>Disposes the tensors and releases the memory.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _inputs.Dispose();
        _labels.Dispose();
    }

    /// <summary>
    /// A description, for example <c>mnist train: 60000 examples of 1×28×28 in 10 classes</c>, and whether they are augmented in training.
    /// </summary>
    public override string ToString() =>
        Invariant($"{Name}: {Count} examples of {DatasetCheck.Shape(InputShape)} {LabelWords}")
        + (_augmentation is null ? "" : ", augmented in training");

    /// <summary>Throws if the data set was disposed.</summary>
    internal void ThrowIfDisposed()
    {
        if (_isDisposed)
            throw new ObjectDisposedException(nameof(Dataset), $"The data set '{Name}' was disposed: its examples are not there any more.");
    }

    private void CheckSlice(long start, long size)
    {
        if (start < 0 || start >= Count)
            throw new ArgumentOutOfRangeException(nameof(start), start, Invariant($"Expected the index of an example, 0 to {Count - 1}."));
        if (size < 1 || size > Count - start)
        {
            throw new ArgumentOutOfRangeException(
                nameof(size), size, Invariant($"Expected 1 to {Count - start}, the number of examples from index {start}."));
        }
    }
}
