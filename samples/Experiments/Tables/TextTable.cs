namespace Experiments.Tables;

/// <summary>A table of text with a header.</summary>
/// <param name="Header">Titles of the columns.</param>
/// <param name="Rows">The cells.</param>
internal sealed record TextTable(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>The table as Markdown, with padded cells so that the source is readable too.</summary>
    public string ToMarkdown()
    {
        int[] widths = Widths();
        string rule = "|" + string.Concat(widths.Select((width, i) => i == 0 ? $" {Dashes(width)} |" : $" {Dashes(width - 1)}: |"));
        return Lines(Rows.Select(Row).Prepend(rule).Prepend(Row(Header)));

        string Row(IReadOnlyList<string> cells) => "| " + string.Join(" | ", Padded(cells, widths)) + " |";
    }

    /// <summary>The table as plain text.</summary>
    public string ToText()
    {
        int[] widths = Widths();
        return Lines(Rows.Prepend(Header).Select(cells => string.Join("  ", Padded(cells, widths)).TrimEnd()));
    }

    /// <summary>The table as CSV (RFC 4180, except that lines end with LF).</summary>
    public string ToCsv() => Lines(Rows.Prepend(Header).Select(cells => string.Join(',', cells.Select(Quoted))));

    private static string Dashes(int count) => new('-', count);

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    /// <summary>Pads cells to the width of their columns: the first column is aligned to the left, the others to the right.</summary>
    private static IEnumerable<string> Padded(IReadOnlyList<string> cells, int[] widths) =>
        cells.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]));

    private int[] Widths() => [.. Header.Select((name, i) => Math.Max(2, Rows.Select(row => row[i].Length).Append(name.Length).Max()))];
}
