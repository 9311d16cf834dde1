namespace QuantDsl.CompilerServices;

/// <summary>The columns of a panel that a tile computes: one vector or two.</summary>
internal readonly unsafe struct PanelPart
{
    /// <summary>The panel's first step.</summary>
    public required byte* Panel { get; init; }

    /// <summary>The first column, in the panel.</summary>
    public required int Column { get; init; }

    /// <summary>The same column, in the output.</summary>
    public required int OutputColumn { get; init; }

    /// <summary>How many columns the output has from there on, at most the vectors' lanes.</summary>
    public required int Columns { get; init; }
}
