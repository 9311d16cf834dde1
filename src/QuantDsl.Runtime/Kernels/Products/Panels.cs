using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Sizes of packed weights.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Panels
{
    /// <summary>Columns of a panel.</summary>
    public const int Columns = 32;

    /// <summary>Panels of so many columns; the last may be partly used.</summary>
    public static int Count(int columns) => (columns + Columns - 1) / Columns;

    /// <summary>Bytes of all panels.</summary>
    public static nint Bytes<TPanels>(int columns, int steps)
        where TPanels : struct, IPanels =>
        Count(columns) * (nint)BytesOf<TPanels>(steps);

    /// <summary>Bytes of a panel.</summary>
    internal static long BytesOf<TPanels>(int steps)
        where TPanels : struct, IPanels =>
        (long)steps * TPanels.StepBytes;
}
