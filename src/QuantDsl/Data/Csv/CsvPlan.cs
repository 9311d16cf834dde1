namespace QuantDsl.Data;

/// <summary>Which columns of a file are inputs, and which is the label.</summary>
/// <param name="Width">Number of columns of the file.</param>
/// <param name="Label">Place of the label.</param>
/// <param name="LabelName">Name of the label.</param>
/// <param name="Inputs">Places of the inputs, in their order.</param>
/// <param name="Names">Names of the inputs.</param>
internal sealed record CsvPlan(int Width, int Label, string LabelName, int[] Inputs, string[] Names)
{
    private const string Spelling = "Check its spelling, and upper and lower case.";

    /// <summary>Finds the columns.</summary>
    /// <param name="where">The file and line of the names, for messages.</param>
    /// <param name="header">Names of all columns.</param>
    /// <param name="label">Name of the label.</param>
    /// <param name="columns">Names of the inputs; null: all that are left.</param>
    /// <param name="except">Names of columns that are passed over.</param>
    /// <exception cref="DatasetException">A name is not there or is there twice, or nothing is left.</exception>
    public static CsvPlan Of(string where, string[] header, string label, IReadOnlyList<string>? columns, IReadOnlyList<string> except)
    {
        if (header.Length != header.Distinct(StringComparer.Ordinal).Count())
        {
            string twice = header.GroupBy(name => name, StringComparer.Ordinal).First(group => group.Count() > 1).Key;
            throw DatasetException.At(where, "columns of different names", $"two named '{twice}'", "Rename one of them.");
        }

        int labelPlace = Place(label);
        int[] passed = [.. except.Select(Place)];
        int[] inputs = columns is not null
            ? [.. columns.Select(Place)]
            : [.. Enumerable.Range(0, header.Length).Where(place => place != labelPlace && !passed.Contains(place))];
        if (inputs.Contains(labelPlace))
        {
            throw DatasetException.At(
                where,
                "a label that is no input",
                $"'{label}' among the {nameof(CsvOptions.Columns)}",
                "Take it out: it is to be predicted.");
        }

        if (inputs.Length == 0)
        {
            throw DatasetException.At(
                where,
                "at least one column beside the label",
                header.Length == 1 ? $"only '{header[0]}'" : "none that is an input",
                $"Check {nameof(CsvOptions)}.{nameof(CsvOptions.Separator)} and the names of columns.");
        }

        return new CsvPlan(header.Length, labelPlace, label, inputs, [.. inputs.Select(place => header[place])]);

        int Place(string name)
        {
            int place = Array.IndexOf(header, name);
            return place >= 0
                ? place
                : throw DatasetException.At(where, $"a column '{name}'", $"the columns {Quoted(header)}", Spelling);
        }
    }

    private static string Quoted(string[] names)
    {
        const int most = 20;
        return string.Join(", ", names.Take(most).Select(name => $"'{name}'")) + (names.Length > most ? ", …" : "");
    }
}
