using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// How rows (pixels or samples of a product, output channels of a weight gradient) are cut into tiles whose sums stay in registers: as few
/// tiles as possible, and these as equal as possible. The first tiles are the larger ones: 32 = 11 + 11 + 10. Results do not depend on it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RowTiles
{
    private RowTiles(int rows, int largest)
    {
        Count = (rows + largest - 1) / largest;
        _size = Count == 0 ? 0 : rows / Count;
        _larger = rows - (_size * Count);
    }

    /// <summary>Tiles of <paramref name="rows"/> rows, at most <paramref name="largest"/> in each.</summary>
    public static RowTiles Of(int rows, int largest) => new(rows, largest);

    private readonly int _size;
    private readonly int _larger;

    /// <summary>Number of tiles.</summary>
    public int Count { get; }

    /// <summary>
    /// Rows of the largest tile of fused multiply-adds: with two vectors a row, two of weights and one of the other factor, 14 rows fill 31
    /// of the 32 registers of AVX-512, and 6 rows 15 of the 16 registers of the others.
    /// </summary>
    public static int Largest(int lanes) => lanes == 16 ? 14 : 6;

    /// <summary>The first row of a tile.</summary>
    public int Start(int tile) => (tile * _size) + Math.Min(tile, _larger);

    /// <summary>Rows of a tile.</summary>
    public int Rows(int tile) => tile < _larger ? _size + 1 : _size;
}
