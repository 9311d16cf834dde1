namespace QuantDsl;

/// <summary>How a training run shows its progress.</summary>
public enum ProgressMode
{
    /// <summary>On an interactive terminal a table with a live progress line below it; elsewhere like <see cref="Rows"/>.</summary>
    Auto,

    /// <summary>A header, then one row of plain text after every epoch, without control characters.</summary>
    Rows,

    /// <summary>No progress output.</summary>
    None,
}
