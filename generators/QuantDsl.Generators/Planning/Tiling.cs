namespace QuantDsl.Generators.Planning;

/// <summary>How parameters are cut for threads.</summary>
internal static class Tiling
{
    /// <summary>Values of a tile; <c>TiledUpdate.TileSize</c> of the runtime.</summary>
    public const int Size = 16384;
}
