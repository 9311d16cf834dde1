using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels.Products;

/// <summary>How rows are cut into tiles.</summary>
public sealed class RowTilesTests
{
    [Theory]
    [InlineData(26, 16, new[] { 13, 13 })]
    [InlineData(11, 16, new[] { 11 })]
    [InlineData(32, 16, new[] { 11, 11, 10 })]
    [InlineData(14, 16, new[] { 14 })]
    [InlineData(15, 16, new[] { 8, 7 })]
    [InlineData(13, 8, new[] { 5, 4, 4 })]
    [InlineData(6, 4, new[] { 6 })]
    [InlineData(0, 16, new int[0])]
    public void As_few_and_as_equal_as_possible(int rows, int lanes, int[] expected)
    {
        var tiles = RowTiles.Of(rows, RowTiles.Largest(lanes));
        Assert.Equal(expected, Enumerable.Range(0, tiles.Count).Select(tiles.Rows));
    }

    [Fact]
    public void Tiles_cover_the_rows()
    {
        foreach (int lanes in (int[])[4, 8, 16])
        {
            for (int rows = 1; rows < 200; rows++)
            {
                var tiles = RowTiles.Of(rows, RowTiles.Largest(lanes));
                int next = 0;
                for (int tile = 0; tile < tiles.Count; tile++)
                {
                    Assert.Equal(next, tiles.Start(tile));
                    Assert.InRange(tiles.Rows(tile), 1, RowTiles.Largest(lanes));
                    next += tiles.Rows(tile);
                }
                Assert.Equal(rows, next);
            }
        }
    }
}
