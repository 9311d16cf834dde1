using System.Runtime.Intrinsics;
using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Engine;

/// <summary>Levels at a scale, and their bounds within a range of scales, which decide which weights the solver has to visit.</summary>
public sealed class LevelBoundsTests
{
    private const int Vectors = 2000;

    [Fact]
    public void Levels_are_the_rounded_quotients()
    {
        CheckLevels<TernaryGrid>();
        CheckLevels<TwoScaleGrid>();
        CheckLevels<LinearGrid<Bits3>>();
        CheckLevels<LinearGrid<Bits8>>();
        CheckLevels<LogarithmicGrid<Bits3>>();
        CheckLevels<LogarithmicGrid<Bits8>>();
    }

    /// <summary>Whatever float32 rounds: a weight that counts as settled has its level at every scale of the range.</summary>
    [Fact]
    public void No_scale_of_the_range_gives_a_level_beyond_the_bounds()
    {
        CheckBounds<TernaryGrid>();
        CheckBounds<LinearGrid<Bits3>>();
        CheckBounds<LinearGrid<Bits5>>();
        CheckBounds<LinearGrid<Bits8>>();
        CheckBounds<LogarithmicGrid<Bits3>>();
        CheckBounds<LogarithmicGrid<Bits8>>();
    }

    private static void CheckLevels<TGrid>()
        where TGrid : struct, IGrid
    {
        Random random = new(4);
        for (int run = 0; run < Vectors; run++)
        {
            float scale = 0.01f + random.NextSingle();
            Vector512<float> magnitude = Draw(random, 2 * scale);
            Vector512<float> level = Whole<TGrid>(Levels<TGrid>.Of(magnitude, Levels<TGrid>.Divisor(scale)));
            Assert.Equal(TGrid.Round(Vector512.Min(magnitude / Vector512.Create(scale), Vector512<float>.One)), level);
        }
    }

    private static void CheckBounds<TGrid>()
        where TGrid : struct, IGrid
    {
        Random random = new(5);
        int settled = 0;
        int unsettled = 0;
        for (int run = 0; run < Vectors; run++)
        {
            float low = 0.01f + random.NextSingle();
            ScaleRange range = new(low, low * (1 + (random.Next(4) == 0 ? 0 : 0.3f * random.NextSingle() / TGrid.Density)));
            float[] scales =
            [
                range.Low, range.High, .. Enumerable.Range(0, 4).Select(_ => low + (random.NextSingle() * (range.High - low))),
            ];
            // A third of the weights lies on a boundary of levels at one of the scales, or within a few units in the last place of it.
            float[] weights =
            [
                .. Enumerable.Range(0, Lanes.Count).Select(_ => random.Next(3) == 0
                    ? OnBoundary<TGrid>(random, scales)
                    : 1.5f * low * random.NextSingle()),
            ];
            var magnitude = Vector512.Create<float>(weights);
            Vector512<float> lowest = Levels<TGrid>.Bound(magnitude, Levels<TGrid>.LowestFactor(range));
            Vector512<float> highest = Levels<TGrid>.Bound(magnitude, Levels<TGrid>.HighestFactor(range));
            Vector512<int> isOpen = Levels<TGrid>.Unsettled(lowest, highest).AsInt32();
            foreach (float scale in scales)
            {
                Vector512<float> level = Whole<TGrid>(Levels<TGrid>.Of(magnitude, Levels<TGrid>.Divisor(scale)));
                for (int lane = 0; lane < Lanes.Count; lane++)
                {
                    string what = $"{typeof(TGrid)}: |w| = {weights[lane]:R}, α = {scale:R} in {range}";
                    Assert.True(Whole<TGrid>(lowest)[lane] <= level[lane] && level[lane] <= Whole<TGrid>(highest)[lane], what);
                    Assert.True(isOpen[lane] != 0 || level[lane] == Whole<TGrid>(lowest)[lane], what);
                }
            }
            int open = Enumerable.Range(0, Lanes.Count).Count(lane => isOpen[lane] != 0);
            (settled, unsettled) = (settled + Lanes.Count - open, unsettled + open);
        }
        Assert.True(settled > Vectors && unsettled > Vectors / 2, $"{typeof(TGrid)}: {settled} settled, {unsettled} not.");
    }

    /// <summary>Ternary levels are masks.</summary>
    private static Vector512<float> Whole<TGrid>(Vector512<float> level)
        where TGrid : struct, IGrid => TGrid.IsTernary ? Vector512<float>.One & level : level;

    private static Vector512<float> Draw(Random random, float largest) =>
        Vector512.Create<float>([.. Enumerable.Range(0, Lanes.Count).Select(_ => largest * random.NextSingle())]);

    private static float OnBoundary<TGrid>(Random random, float[] scales)
        where TGrid : struct, IGrid
    {
        float scale = scales[random.Next(scales.Length)];
        float boundary = TGrid.IsTernary ? 0.5f
            : TGrid.Unit > 1 ? (random.Next(TGrid.Unit) + 0.5f) / TGrid.Unit
            : 0.75f * MathF.ScaleB(1, -random.Next(3));
        return BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(boundary * scale) + random.Next(-3, 4));
    }
}
