using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QuantDsl.Data;
using static System.FormattableString;
using static TorchSharp.torch;

namespace QuantDsl;

/// <content>Data sets of the user's own sources and arrays, and what the user knows about them.</content>
public sealed partial class Dataset
{
    /// <summary>
    /// Creates a streamed data set from a source of your own, whose examples are read when a minibatch needs them, on several threads ahead
    /// of the training step.
    /// </summary>
    /// <param name="source">The examples; must stay usable as long as the data set.</param>
    /// <param name="labels">The class of each example, from 0.</param>
    /// <param name="name">Name of the data set in messages and reports.</param>
    /// <param name="classes">Number of classes; null: the highest label + 1, at least 2.</param>
    /// <exception cref="DatasetException">
    /// The source has no examples, or they and the labels do not fit together; the message says what was expected and what was found.
    /// </exception>
#pragma warning disable RS0026 // the type of the labels, which are required, tells the overloads apart
    public static Dataset FromSource(IExampleSource source, long[] labels, string? name = null, int? classes = null)
#pragma warning restore RS0026
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(labels);
        string title = NameOr(name);
        var examples = new UserExamples(source, title);
        DatasetCheck.LabelCount(title, examples.Count, labels.LongLength);
        int number = DatasetCheck.ClassCount(title, labels.Min(), labels.Max(), classes);
        return FromSource(examples, Int32(labels), title, number);
    }

    /// <summary>Creates a data set from a table of numbers, which is copied.</summary>
    /// <param name="inputs">One example in each row; no NaN or infinity.</param>
    /// <param name="labels">The class of each example, from 0.</param>
    /// <param name="device">Device of the data set; null: the CPU.</param>
    /// <param name="name">Name of the data set in messages and reports.</param>
    /// <param name="classes">Number of classes; null: the highest label + 1, at least 2.</param>
    /// <returns>Inputs [N, columns].</returns>
    /// <exception cref="DatasetException">
    /// The arrays do not fit together; the message says what was expected and what was found.
    /// </exception>
    public static Dataset FromTable(float[,] inputs, long[] labels, Device? device = null, string? name = null, int? classes = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ref float first = ref Unsafe.As<byte, float>(ref MemoryMarshal.GetArrayDataReference(inputs));
        float[] numbers = MemoryMarshal.CreateReadOnlySpan(ref first, inputs.Length).ToArray();
        return FromArrays(numbers, [inputs.GetLength(1)], labels, device, name, classes);
    }

    /// <summary>Creates a data set from rows of numbers, for example <c>float[][]</c>, which are copied.</summary>
    /// <param name="rows">One example each, all of the same length; no NaN or infinity.</param>
    /// <param name="labels">The class of each example, from 0.</param>
    /// <param name="device">Device of the data set; null: the CPU.</param>
    /// <param name="name">Name of the data set in messages and reports.</param>
    /// <param name="classes">Number of classes; null: the highest label + 1, at least 2.</param>
    /// <returns>Inputs [N, columns].</returns>
    /// <exception cref="DatasetException">
    /// The arrays do not fit together; the message says what was expected and what was found.
    /// </exception>
    public static Dataset FromRows(
        IReadOnlyList<float[]> rows, long[] labels, Device? device = null, string? name = null, int? classes = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int columns = rows.Count > 0 ? rows[0]?.Length ?? 0 : 1;
        for (int row = 0; row < rows.Count; row++)
        {
            if (rows[row]?.Length != columns)
            {
                throw DatasetException.At(
                    Invariant($"{NameOr(name)}, row {row}"),
                    Invariant($"{columns} numbers as in row 0"),
                    rows[row] is { } found ? Invariant($"{found.Length}") : "null",
                    "Give all rows the same length.");
            }
        }

        return FromArrays([.. rows.SelectMany(row => row)], [columns], labels, device, name, classes);
    }

    /// <summary>Returns the same examples with names for the classes, which travel with a model that is trained on them.</summary>
    /// <param name="names">The names, indexed by label, as many as there are <see cref="Classes"/>.</param>
    /// <returns>A data set that shares memory with this one; either may be disposed first.</returns>
    /// <exception cref="DatasetException">There are more or fewer names than classes.</exception>
    public Dataset WithClassNames(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count != Classes || names.Any(string.IsNullOrWhiteSpace))
        {
            throw DatasetException.At(
                Name,
                Invariant($"a name for each of {Classes} classes"),
                names.Any(string.IsNullOrWhiteSpace) ? "an empty name" : Invariant($"{names.Count} names"),
                "Give one name per label, that of label 0 first.");
        }

        Dataset result = To(Device);
        result.ClassNames = [.. names];
        return result;
    }
}
