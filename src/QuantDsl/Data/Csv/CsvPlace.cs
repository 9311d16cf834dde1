using static System.FormattableString;

namespace QuantDsl.Data;

/// <summary>A place in a CSV file, for messages.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line, from 1.</param>
internal readonly record struct CsvPlace(string Path, int Line)
{
    /// <summary>A cell of the line.</summary>
    /// <param name="column">Index of the column.</param>
    /// <param name="name">Its name.</param>
    public string Cell(int column, string name) => Invariant($"{this}, column {column + 1} ('{name}')");

    /// <summary>The file and the line.</summary>
    public override string ToString() => Invariant($"{Path}, line {Line}");
}
