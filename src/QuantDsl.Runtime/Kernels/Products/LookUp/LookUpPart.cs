namespace QuantDsl.CompilerServices;

/// <summary>What the tiles of some columns of a panel read: their weights, and how the tables of their numbers lie.</summary>
internal readonly unsafe struct LookUpPart
{
    /// <summary>The words of the first column.</summary>
    public required uint* Words { get; init; }

    /// <summary>The first column, in the output.</summary>
    public required int OutputColumn { get; init; }

    /// <summary>How many columns the output has from there on, at most the vectors' lanes.</summary>
    public required int Columns { get; init; }

    /// <summary>Taps.</summary>
    public required int Taps { get; init; }

    /// <summary>Where the tables of each tap begin, counted from those of the first row.</summary>
    public required nint* Offsets { get; init; }

    /// <summary>Groups of a tap.</summary>
    public required int Groups { get; init; }

    /// <summary>From the tables of a row to those of the next.</summary>
    public required nint RowStride { get; init; }

    /// <summary>From a row of the output to the next.</summary>
    public required nint OutputStride { get; init; }

    /// <summary>Whether sums begin here; else they go on with what was written.</summary>
    public required bool IsFirst { get; init; }

    /// <summary>Whether sums end here, and become outputs.</summary>
    public required bool IsLast { get; init; }
}
