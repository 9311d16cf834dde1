namespace QuantDsl;

/// <summary>What a training run writes while it works.</summary>
public enum ProgressMode
{
    /// <summary>A live progress line above a table on an interactive terminal, as <see cref="Rows"/> everywhere else.</summary>
    Auto,

    /// <summary>A header, then one plain text row after every epoch; no control characters.</summary>
    Rows,

    /// <summary>Nothing.</summary>
    None,
}
