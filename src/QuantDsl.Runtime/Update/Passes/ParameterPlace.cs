using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Where a parameter lies.</summary>
/// <param name="index">Number among the parameters.</param>
/// <param name="offset">First value in the model's memory.</param>
/// <param name="count">How many values.</param>
/// <param name="firstTile">Number of its first tile.</param>
/// <param name="endTile">Number of the tile after its last.</param>
/// <param name="scale">Number of its first scale; −1: it has none.</param>
/// <param name="rows">Rows with scales of their own; 1: the whole parameter is one.</param>
/// <param name="tileSize">
/// Values of a tile where the network makes its gradient tile by tile, and each moves its weights at once; 0 elsewhere.
/// </param>
/// <param name="decays">Whether it is weights in full precision, which decay where the recipe says so; quantized ones always do.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ParameterPlace(
    int index, int offset, int count, int firstTile, int endTile, int scale = -1, int rows = 1, int tileSize = 0, bool decays = false)
{
    /// <summary>Number among the parameters.</summary>
    public int Index { get; } = index;

    /// <summary>First value in the model's memory.</summary>
    public int Offset { get; } = offset;

    /// <summary>How many values.</summary>
    public int Count { get; } = count;

    /// <summary>Number of its first tile.</summary>
    public int FirstTile { get; } = firstTile;

    /// <summary>Number of the tile after its last.</summary>
    public int EndTile { get; } = endTile;

    /// <summary>Number of its first scale; −1: it has none.</summary>
    public int Scale { get; } = scale;

    /// <summary>Rows with scales of their own; 1: the whole parameter is one.</summary>
    public int Rows { get; } = rows;

    /// <summary>Values of a tile where the network makes its gradient tile by tile; 0 elsewhere.</summary>
    public int TileSize { get; } = tileSize;

    /// <summary>Whether it is weights in full precision, which decay where the recipe says so; quantized ones always do.</summary>
    public bool Decays { get; } = decays;

    /// <summary>Where the gradient of a tile lies that a thread has just made; 0: where that of the parameter does.</summary>
    internal nint TileGradient { get; init; }

    /// <summary>Whether a tile is one of this parameter's.</summary>
    internal bool Contains(int tile) => tile >= FirstTile && tile < EndTile;
}
