using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>A thread takes the units of its share in order, then the last ones of others; each unit is taken once.</summary>
public sealed unsafe class UnitSharesTests
{
    [Fact]
    public void The_own_share_comes_first()
    {
        long* memory = stackalloc long[UnitShares.LengthFor(3)];
        var shares = UnitShares.Divide(memory, 10, 19, threads: 3);
        Assert.Equal([13, 14, 15], Enumerable.Range(0, 3).Select(_ => Take(shares, 1)));
        Assert.Equal([18, 17, 16], Enumerable.Range(0, 3).Select(_ => Take(shares, 1))); // of the next thread
        Assert.Equal([12], Enumerable.Range(0, 1).Select(_ => Take(shares, 2)));
        Assert.Equal([10, 11, -1], Enumerable.Range(0, 3).Select(_ => Take(shares, 0)));
        Assert.Equal(-1, Take(shares, 2));
    }

    [Theory]
    [InlineData(0, 1, 5)]
    [InlineData(3, 3, 2)]
    [InlineData(0, 7, 7)]
    [InlineData(5, 1000, 256)]
    public void Each_unit_is_taken_once(int first, int end, int threads)
    {
        long* memory = stackalloc long[UnitShares.LengthFor(threads)];
        var shares = UnitShares.Divide(memory, first, end, threads);
        var taken = new List<int>();
        for (int turn = 0; shares.TryTake(turn % threads, out int unit); turn += 3)
            taken.Add(unit);
        Assert.Equal(Enumerable.Range(first, end - first), taken.Order());
    }

    private static int Take(UnitShares shares, int thread)
    {
        _ = shares.TryTake(thread, out int unit);
        return unit;
    }
}
