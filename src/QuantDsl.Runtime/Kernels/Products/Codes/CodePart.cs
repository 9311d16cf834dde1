namespace QuantDsl.CompilerServices;

/// <summary>What the tiles of some columns of a panel of codes read.</summary>
internal readonly unsafe struct CodePart
{
    /// <summary>The words of the first column.</summary>
    public required uint* Words { get; init; }

    /// <summary>What codes stand for.</summary>
    public required float* Table { get; init; }

    /// <summary>The first column, in the output.</summary>
    public required int OutputColumn { get; init; }

    /// <summary>How many columns the output has from there on, at most four vectors.</summary>
    public required int Columns { get; init; }

    /// <summary>Terms of a sum.</summary>
    public required int Terms { get; init; }

    /// <summary>From a row of the input to the next.</summary>
    public required nint InputStride { get; init; }

    /// <summary>From a row of the output to the next.</summary>
    public required nint OutputStride { get; init; }
}
