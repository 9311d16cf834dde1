using System.Globalization;
using static System.FormattableString;

namespace QuantDsl.Data;

/// <summary>Classes from labels as they are written.</summary>
internal static class CsvLabels
{
    /// <summary>The names of the classes: in the order of numbers if all labels are whole numbers, or else in ordinal order.</summary>
    /// <exception cref="DatasetException">All labels are the same.</exception>
    public static string[] Names(string path, string label, CsvTable table)
    {
        string[] names = [.. table.Labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (names.Length < 2)
        {
            throw DatasetException.At(
                path,
                $"labels of at least 2 classes in the column '{label}'",
                $"only '{names[0]}'",
                "Check the column; for a file with fewer classes than the training set, pass the latter as 'like'.");
        }

        long?[] numbers = Array.ConvertAll(names, Number);
        return numbers.All(number => number is not null) ? [.. names.OrderBy(Number)] : names;
    }

    /// <summary>The number of each label.</summary>
    /// <exception cref="DatasetException">A label is none of the names; the message says in which line.</exception>
    public static int[] Numbers(string path, string label, CsvTable table, IReadOnlyList<string> names)
    {
        var numbers = names.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        int[] labels = new int[table.Labels.Count];
        for (int row = 0; row < labels.Length; row++)
        {
            if (!numbers.TryGetValue(table.Labels[row], out labels[row]))
            {
                throw DatasetException.At(
                    Invariant($"{path}, line {table.Lines[row]}, column '{label}'"),
                    $"one of the classes of the training set ({string.Join(", ", names.Take(10))}{(names.Count > 10 ? ", …" : "")})",
                    $"'{table.Labels[row]}'",
                    "Mend the label, or train with rows of this class.");
            }
        }

        return labels;
    }

    /// <summary>Labels that are numbers.</summary>
    /// <exception cref="DatasetException">A label is no number; the message says in which line.</exception>
    public static float[] Values(string path, string label, CsvTable table)
    {
        float[] values = new float[table.Labels.Count];
        for (int row = 0; row < values.Length; row++)
        {
            if (!float.TryParse(table.Labels[row], NumberStyles.Float, CultureInfo.InvariantCulture, out values[row])
                || !float.IsFinite(values[row]))
            {
                throw DatasetException.At(
                    Invariant($"{path}, line {table.Lines[row]}, column '{label}'"),
                    "a number such as -1.5 or 2e3",
                    $"'{table.Labels[row]}'",
                    $"Mend it or remove the row; for classes, leave {nameof(CsvOptions)}.{nameof(CsvOptions.NumberLabels)} away.");
            }
        }

        return values;
    }

    private static long? Number(string name) =>
        long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;
}
