using System.Runtime.CompilerServices;
using QuantDsl.Data;
using static TorchSharp.torch;

namespace QuantDsl;

/// <content>Data sets whose labels are numbers: for regressions, and for several labels at a time.</content>
public sealed partial class Dataset
{
    /// <summary>Creates a data set with numbers as labels, for a regression or for several labels at a time. The arrays are copied.</summary>
    /// <param name="inputs">All examples one after another, row-major (last axis fastest); no NaN or infinity.</param>
    /// <param name="inputShape">Shape of one example, without the batch axis.</param>
    /// <param name="labels">
    /// The numbers that a model is to give for each example, one example after another, row-major; no NaN or infinity. As many for each
    /// example as the model has outputs.
    /// </param>
    /// <param name="device">Device of the data set; null: the CPU.</param>
    /// <param name="name">Name of the data set in messages and reports.</param>
    /// <param name="labelShape">
    /// Shape of the labels of one example; null: a single axis, or none if there is one number for each example.
    /// </param>
    /// <exception cref="DatasetException">
    /// The arrays do not fit together; the message says what was expected and what was found.
    /// </exception>
#pragma warning disable RS0026 // the type of the labels, which are required, tells the overloads apart
    public static Dataset FromArrays(
        float[] inputs, long[] inputShape, float[] labels, Device? device = null, string? name = null, long[]? labelShape = null)
#pragma warning restore RS0026
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(inputShape);
        ArgumentNullException.ThrowIfNull(labels);
        string title = NameOr(name);
        long count = DatasetCheck.Count(title, inputs.LongLength, inputShape);
        long[] shape = labelShape ?? DatasetCheck.LabelShape(title, count, labels.LongLength);
        DatasetCheck.Numbers(title, inputs, labels, count, shape);
        return InMemory(title, 0, AlignedMemory<float>.Of(inputs), [.. inputShape], AlignedMemory<float>.Of(labels), [.. shape], device);
    }

    /// <summary>
    /// Creates a streamed data set from a source of your own, with numbers as labels, for a regression or for several labels at a time.
    /// </summary>
    /// <param name="source">The examples; must stay usable as long as the data set.</param>
    /// <param name="labels">The numbers that a model is to give for each example, one example after another; no NaN or infinity.</param>
    /// <param name="name">Name of the data set in messages and reports.</param>
    /// <exception cref="DatasetException">
    /// The source has no examples, or they and the labels do not fit together; the message says what was expected and what was found.
    /// </exception>
#pragma warning disable RS0026 // the type of the labels, which are required, tells the overloads apart
    public static Dataset FromSource(IExampleSource source, float[] labels, string? name = null)
#pragma warning restore RS0026
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(labels);
        string title = NameOr(name);
        var examples = new UserExamples(source, title);
        long[] shape = DatasetCheck.LabelShape(title, examples.Count, labels.LongLength);
        DatasetCheck.Numbers(title, [], labels, examples.Count, shape);
        var device = new Device(TorchSharp.DeviceType.CPU);
        var numbers = new MemoryColumn<float>(AlignedMemory<float>.Of(labels), examples.Count, shape);
        return new Dataset(title, 0, new SourceColumn(examples, device), numbers) { Normalization = examples.Normalization };
    }

    /// <summary>
    /// Returns consecutive examples in stored order, and the numbers that are their labels, as plain memory, without augmentation. What is
    /// not in memory is copied: it is valid until the calling thread asks for another slice.
    /// </summary>
    /// <param name="start">Index of the first example.</param>
    /// <param name="size">Number of examples.</param>
    /// <param name="inputs">Receives the values of the examples, one example after another.</param>
    /// <param name="labels">Receives the numbers of the labels, one example after another.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range exceeds the data set.</exception>
    /// <exception cref="InvalidOperationException">The inputs are token ids, or the labels are classes.</exception>
    /// <exception cref="DatasetException">A file of a streamed data set cannot be read.</exception>
    [OverloadResolutionPriority(-1)] // Slice(start, size, out …, out _) means the classes
    public void Slice(long start, long size, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> labels)
    {
        CheckSlice(start, size);
        inputs = FloatColumn.Read(start, size);
        labels = NumberColumn.Read(start, size);
    }

    /// <summary>
    /// Returns consecutive sequences of token ids in stored order, and the numbers that are their labels, as plain memory. What is not in
    /// memory is copied: it is valid until the calling thread asks for another slice.
    /// </summary>
    /// <param name="start">Index of the first sequence.</param>
    /// <param name="size">Number of sequences.</param>
    /// <param name="tokens">Receives the token ids, one sequence after another.</param>
    /// <param name="labels">Receives the numbers of the labels, one sequence after another.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range exceeds the data set.</exception>
    /// <exception cref="InvalidOperationException">The inputs are not token ids, or the labels are classes.</exception>
    [OverloadResolutionPriority(-1)] // Slice(start, size, out …, out _) means the classes
    public void Slice(long start, long size, out ReadOnlySpan<int> tokens, out ReadOnlySpan<float> labels)
    {
        CheckSlice(start, size);
        tokens = TokenColumn.Read(start, size);
        labels = NumberColumn.Read(start, size);
    }
}
