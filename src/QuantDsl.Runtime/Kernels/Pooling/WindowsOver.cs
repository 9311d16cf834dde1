using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>The places of a window at which it covers one pixel of the image.</summary>
internal readonly struct WindowsOver
{
    private readonly int _row;
    private readonly int _column;

    private WindowsOver(int row, int column)
    {
        _row = row;
        _column = column;
    }

    public int FirstRow { get; private init; }

    public int EndRow { get; private init; }

    public int FirstColumn { get; private init; }

    public int EndColumn { get; private init; }

    /// <param name="window">The window.</param>
    /// <param name="places">The image of its places.</param>
    /// <param name="row">The pixel's row.</param>
    /// <param name="column">The pixel's column.</param>
    public static WindowsOver Of(PoolingWindow window, in ImageGeometry places, int row, int column) => new(row, column)
    {
        FirstRow = window.FirstOver(row),
        EndRow = window.EndOver(row, places.Height),
        FirstColumn = window.FirstOver(column),
        EndColumn = window.EndOver(column, places.Width),
    };

    /// <summary>The pixel's place in the window that is at (row, column): row · kernel + column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int PlaceIn(PoolingWindow window, int row, int column) =>
        ((_row - window.Start(row)) * window.Kernel) + _column - window.Start(column);
}
