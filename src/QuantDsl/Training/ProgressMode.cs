namespace QuantDsl;

/// <summary>How a training run shows its progress.</summary>
public enum ProgressMode
{
    /// <summary>On an interactive terminal a table with a live progress line below it; elsewhere like <see cref="Rows"/>.</summary>
    Auto,

    /// <summary>
    /// A header, one row of plain text after every epoch, without control characters, and a line at the end; in a long epoch also a line
    /// every minute.
    /// </summary>
    Rows,

    /// <summary>No progress output.</summary>
    None,
}
