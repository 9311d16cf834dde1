using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// How the weights of a product lie in memory: panels of 32 columns, and in a panel one step after the other, in the order of the sum. The
/// columns that the last panel has too many are 0 where 0 can be said; nothing reads the sums.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe interface IPanels
{
    /// <summary>Bytes of a step: 32 weights that are multiplied by the same number.</summary>
    static abstract int StepBytes { get; }

    /// <summary>The weights of a step from a column on.</summary>
    /// <param name="step">The step.</param>
    /// <param name="column">A column of the panel; a multiple of the lanes.</param>
    static abstract TLanes Load<TLanes>(byte* step, int column)
        where TLanes : unmanaged, ILanes<TLanes>;
}
