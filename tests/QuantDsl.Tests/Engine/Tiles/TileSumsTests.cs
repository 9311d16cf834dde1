using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>
/// What tiles report is combined in their order, whoever reports first. A scale is rounded to float32, which hides most orders of a sum, so
/// the sums themselves are tested: these cancel.
/// </summary>
public sealed class TileSumsTests
{
    private const int Tiles = 40;

    [Fact]
    public void Sums_do_not_depend_on_who_reports_first()
    {
        Random random = new(2);
        double[] values = [.. Enumerable.Range(0, 4 * Tiles).Select(_ => ((2 * random.NextDouble()) - 1) * Math.Pow(10, random.Next(20)))];
        for (int run = 0; run < 100; run++)
        {
            TiledUpdate update = new(default, Tiles, parameters: 0, floats: 16, scales: 1);
            int[] order = [.. Enumerable.Range(0, Tiles)];
            random.Shuffle(order);
            foreach (int tile in order)
            {
                update.ReportSums(Tile(tile), values[4 * tile], values[(4 * tile) + 1]);
                update.ReportSums(Tile(tile), values[(4 * tile) + 2], values[(4 * tile) + 3], side: 1);
            }
            foreach ((int first, int end) in new[] { (0, Tiles), (3, 17), (39, 40), (5, 5) })
            {
                Assert.Equal((InOrder(values, first, end, 0), InOrder(values, first, end, 1)), update.Sums(first, end));
                Assert.Equal((InOrder(values, first, end, 2), InOrder(values, first, end, 3)), update.Sums(first, end, side: 1));
            }
        }
    }

    private static double InOrder(double[] values, int first, int end, int which)
    {
        double sum = 0;
        for (int tile = first; tile < end; tile++)
            sum += values[(4 * tile) + which];
        return sum;
    }

    private static Tile Tile(int number) => new()
    {
        Number = number,
        EndTile = 1,
        TileSize = 0,
        Parameter = 0,
        Start = 0,
        Offset = 0,
        Gradient = [],
        FirstGradient = [],
        Scratch = [],
        FirstMoment = [],
        SecondMoment = [],
        Latent = [],
        Quantized = [],
        Values = [],
    };
}
