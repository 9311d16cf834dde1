namespace QuantDsl;

/// <summary>How <see cref="Dataset.FromCsv"/> reads a file. The defaults are those of a file with a line of names.</summary>
public sealed record CsvOptions
{
    /// <summary>
    /// Names of the columns that are inputs, in the order of the inputs; null: all but the label and <see cref="Except"/>.
    /// </summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Names of columns that are passed over, such as numbers of rows or dates.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>Whether the label is a number that a model of a regression is to give; else it is a class.</summary>
    public bool NumberLabels { get; init; }

    /// <summary>
    /// What is between columns; null: found in the first line, among comma, semicolon, tab and vertical bar.
    /// </summary>
    public char? Separator { get; init; }

    /// <summary>Names of all columns of a file that has no line of names; null: its first line has them.</summary>
    public IReadOnlyList<string>? Header { get; init; }

    /// <summary>
    /// The number that takes the place of a missing one: an empty cell, <c>?</c>, <c>NA</c> or <c>NaN</c>. Null: a missing number is an
    /// error, with its line and column.
    /// </summary>
    public float? MissingValue { get; init; }
}
