using System.Runtime.InteropServices;
using QuantDsl.Data;
using static System.FormattableString;
using static TorchSharp.torch;

namespace QuantDsl;

/// <content>Data sets of tables.</content>
public sealed partial class Dataset
{
    /// <summary>Names of the columns of a table, in the order of the inputs; null if the data set is none with names.</summary>
    public IReadOnlyList<string>? ColumnNames { get; private set; }

    /// <summary>How columns were standardised, to be applied to later rows as well; null if they are as they were.</summary>
    public Standardization? Standardization { get; private set; }

    /// <summary>
    /// Reads a table from a CSV file (UTF-8): columns of numbers with names, and a column with the label of each row. Labels may be any
    /// text; classes are numbered in the order of their labels, as numbers if all of them are whole numbers, or else as texts. With <see
    /// cref="CsvOptions.NumberLabels"/> labels are numbers, for a regression.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="label">Name of the column with the labels.</param>
    /// <param name="options">Which columns are inputs, the separator, missing values; null: all columns but the label.</param>
    /// <param name="like">
    /// For a test set, the training set: the columns in its order, its classes and its <see cref="Standardization"/> are used.
    /// </param>
    /// <param name="device">Device of the data set; null: the CPU.</param>
    /// <param name="name">Name of the data set; null: the name of the file.</param>
    /// <returns>Inputs [N, columns].</returns>
    /// <exception cref="DatasetException">
    /// The file is missing, a column is not there, or a cell is no number; the message names line and column.
    /// </exception>
    /// <exception cref="ArgumentException"><paramref name="like"/> is no table with names.</exception>
    public static Dataset FromCsv(
        string path, string label, CsvOptions? options = null, Dataset? like = null, Device? device = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(label);
        options ??= new CsvOptions();
        if (like is not null && (like.ColumnNames is null || (options.NumberLabels ? !like.HasNumbers : like.ClassNames is null)))
        {
            string labels = options.NumberLabels ? "numbers as labels" : "classes with names";
            throw new ArgumentException($"Expected a data set of FromCsv: columns with names, and {labels}; found {like}.", nameof(like));
        }

        var table = CsvTable.Read(path, label, like?.ColumnNames ?? options.Columns, options);
        Dataset data = options.NumberLabels
            ? WithNumbers(path, label, table, device, name ?? Path.GetFileName(path))
            : WithClasses(path, label, table, like?.ClassNames, device, name ?? Path.GetFileName(path));
        data.ColumnNames = table.ColumnNames;
        if (like?.Standardization is not { } standardization)
            return data;
        using (data)
            return data.Standardize(standardization);
    }

    /// <summary>
    /// Returns the same rows with standardised columns: each has mean 0 and standard deviation 1 in the training set. A model that is
    /// trained on them keeps the numbers in its files.
    /// </summary>
    /// <param name="standardization">
    /// For validation and test sets, the <see cref="Standardization"/> of the training set; null: computed from these rows.
    /// </param>
    /// <returns>
    /// A data set on the same device. It has memory of its own, or shares the source of a streamed data set.
    /// </returns>
    /// <exception cref="InvalidOperationException">Examples are no rows of numbers, or are standardised already.</exception>
    /// <exception cref="DatasetException">The standardisation is for another number of columns.</exception>
    public Dataset Standardize(Standardization? standardization = null)
    {
        if (InputShape.Count != 1 || InputColumn is not TypedColumn<float> rows)
        {
            throw new InvalidOperationException(
                $"{Name} has examples of {DatasetCheck.Shape(InputShape)}: only rows of numbers are standardised by column.");
        }

        if (Standardization is not null)
            throw new InvalidOperationException($"{Name} is standardised already.");
        standardization ??= Standardization.Of(rows);
        if (standardization.Means.Count != rows.RowLength)
        {
            throw DatasetException.At(
                Name,
                Invariant($"a standardisation of {rows.RowLength} columns"),
                Invariant($"one of {standardization.Means.Count}"),
                "Use that of a training set with the same columns.");
        }

        Dataset result = Like(this, Name, () => Scaled(rows, standardization.Columns), () => LabelColumn.To(Device));
        result.Standardization = standardization;
        return result;
    }

    private static Dataset WithNumbers(string path, string label, CsvTable table, Device? device, string name)
    {
        var labels = AlignedMemory<float>.Of(CsvLabels.Values(path, label, table));
        return InMemory(name, 0, InputsOf(table), [table.ColumnNames.Length], labels, [], device);
    }

    private static Dataset WithClasses(
        string path, string label, CsvTable table, IReadOnlyList<string>? known, Device? device, string name)
    {
        IReadOnlyList<string> names = known ?? CsvLabels.Names(path, label, table);
        int[] labels = CsvLabels.Numbers(path, label, table, names);
        Dataset data = InMemory(name, Math.Max(2, names.Count), InputsOf(table), [table.ColumnNames.Length], labels, [], device);
        data.ClassNames = [.. names];
        return data;
    }

    private static AlignedMemory<float> InputsOf(CsvTable table) => AlignedMemory<float>.Of(CollectionsMarshal.AsSpan(table.Inputs));

    private Column Scaled(TypedColumn<float> rows, ColumnScaling columns)
    {
        if (Source is { } source)
            return new SourceColumn(new StandardizedExamples(source, columns), Device);
        var inputs = new AlignedMemory<float>(rows.LengthOf(Count));
        long place = 0;
        rows.ReadAll(part =>
        {
            columns.Apply(part, inputs.Span[(int)place..]);
            place += part.Length;
        });
        using MemoryColumn<float> here = new(inputs, Count, rows.RowShape);
        return here.To(Device);
    }
}
