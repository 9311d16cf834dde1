namespace QuantDsl.CompilerServices;

/// <summary>How parameters are cut into tiles, for the generator as well: its project compiles this file, too.</summary>
internal static class TileSizes
{
    /// <summary>
    /// Values of a tile: 64 KiB a stream. Of rows with scales of their own a tile holds as many whole ones as fit, at least one.
    /// </summary>
    public const int Tile = 16384;

    /// <summary>Values of a tile of a parameter; the last tile takes what is left over.</summary>
    /// <param name="count">Values of the parameter.</param>
    /// <param name="rows">Its rows with scales of their own; 1: it has one scale, and is cut anywhere.</param>
    public static int Of(int count, int rows)
    {
        if (rows == 1)
            return Tile;
        int length = count / rows;
        return (Tile < length ? 1 : Tile / length) * length;
    }
}
