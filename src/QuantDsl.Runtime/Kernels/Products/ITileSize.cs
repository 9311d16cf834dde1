namespace QuantDsl.CompilerServices;

/// <summary>Rows of a tile, or vectors of its row, as a type: the JIT drops what a smaller tile does not have.</summary>
internal interface ITileSize
{
    static abstract int Count { get; }
}
