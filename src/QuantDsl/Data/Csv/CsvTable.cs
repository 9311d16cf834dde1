using System.Globalization;
using System.Text;
using nietras.SeparatedValues;
using static System.FormattableString;

namespace QuantDsl.Data;

/// <summary>The rows of a CSV file: numbers, and labels as they are written.</summary>
/// <param name="ColumnNames">Names of the inputs.</param>
/// <param name="Inputs">The numbers, row by row.</param>
/// <param name="Labels">The label of each row.</param>
/// <param name="Lines">The line in which each row begins, from 1.</param>
internal sealed record CsvTable(string[] ColumnNames, List<float> Inputs, List<string> Labels, List<int> Lines)
{
    private const string What = "a CSV file";

    private static readonly string[] Missing = ["", "?", "NA", "NaN"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <param name="label">Name of the label's column.</param>
    /// <param name="columns">Names of the inputs; null: all but the label and those that the options leave out.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="DatasetException">The file is missing or wrong; the message names line and column.</exception>
    public static CsvTable Read(string path, string label, IReadOnlyList<string>? columns, CsvOptions options) =>
        DataFile.Read(path, What, file =>
        {
            using StreamReader text = new(file, new UTF8Encoding(false, throwOnInvalidBytes: true), true, -1, leaveOpen: true);
            try
            {
                return Read(path, text, label, columns, options);
            }
            catch (DecoderFallbackException cause)
            {
                throw DatasetException.At(path, $"{What} in UTF-8", $"invalid bytes ({cause.Message})", "Convert it to UTF-8.", cause);
            }
        });

    private static CsvTable Read(string path, StreamReader text, string label, IReadOnlyList<string>? columns, CsvOptions options)
    {
        Sep? separator = options.Separator is { } character ? Sep.New(character) : null;
        using SepReader reader = new SepReaderOptions(separator)
        {
            HasHeader = false, // names are read like any other line, so that it does not matter where they come from
            Unescape = true,
            DisableColCountCheck = true, // checked here, with a message that says what to do
            Trim = SepTrim.All,
            CultureInfo = CultureInfo.InvariantCulture,
        }.From(text);
        CsvPlan? plan = options.Header is { } given ? CsvPlan.Of(path, [.. given], label, columns, options.Except) : null;
        CsvTable? table = plan is null ? null : Empty(plan);
        int line = 0;
        foreach (SepReader.Row row in reader)
        {
            line = line == 0 ? 1 : row.LineNumberFrom; // Sep gives the first row the number of the line after it
            if (row.ColCount == 1 && row[0].Span.Length == 0)
                continue; // an empty line
            if (plan is null || table is null)
            {
                plan = CsvPlan.Of($"{new CsvPlace(path, line)}", Names(row), label, columns, options.Except);
                table = Empty(plan);
            }
            else
            {
                table.Add(new CsvPlace(path, line), row, plan, options.MissingValue);
            }
        }

        return table is { Labels.Count: > 0 }
            ? table
            : throw DatasetException.At(path, "at least one row", table is null ? "an empty file" : "none", "Check the path and the file.");
    }

    private static CsvTable Empty(CsvPlan plan) => new(plan.Names, [], [], []);

    private static string[] Names(SepReader.Row row)
    {
        string[] names = new string[row.ColCount];
        for (int column = 0; column < names.Length; column++)
            names[column] = row[column].ToString();
        return names;
    }

    private void Add(CsvPlace where, SepReader.Row row, CsvPlan plan, float? missing)
    {
        if (row.ColCount != plan.Width)
        {
            throw DatasetException.At(
                $"{where}",
                Invariant($"{plan.Width} columns"),
                Invariant($"{row.ColCount}"),
                "Put quotes around a value that contains the separator or a line break, and give a missing value an empty cell.");
        }

        if (Inputs.Count > Array.MaxLength - plan.Inputs.Length)
        {
            throw DatasetException.At(
                $"{where}",
                Invariant($"at most {Array.MaxLength} numbers in all"),
                "more",
                "Read it in parts with an IExampleSource: see Dataset.FromSource.");
        }

        for (int i = 0; i < plan.Inputs.Length; i++)
            Inputs.Add(Number(where, row, plan.Inputs[i], plan.Names[i], missing));
        string label = row[plan.Label].ToString();
        if (label.Length == 0)
        {
            throw DatasetException.At(
                where.Cell(plan.Label, plan.LabelName), "a label", "an empty cell", "Give the row its class, or remove it.");
        }

        Labels.Add(label);
        Lines.Add(where.Line);
    }

    private static float Number(CsvPlace where, SepReader.Row row, int column, string name, float? missing)
    {
        ReadOnlySpan<char> cell = row[column].Span;
        if (float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number))
            return number;
        foreach (string word in Missing)
        {
            if (cell.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return missing ?? throw DatasetException.At(
                    where.Cell(column, name),
                    "a number",
                    cell.Length == 0 ? "an empty cell" : $"'{cell}'",
                    $"Fill it in, remove the row, or set {nameof(CsvOptions)}.{nameof(CsvOptions.MissingValue)}.");
            }
        }

        throw DatasetException.At(
            where.Cell(column, name),
            "a number such as -1.5 or 2e3",
            $"'{cell}'",
            $"Mend it, or leave the column out with {nameof(CsvOptions)}.{nameof(CsvOptions.Except)}.");
    }
}
