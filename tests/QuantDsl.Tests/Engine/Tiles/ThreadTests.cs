using QuantDsl.CompilerServices;
using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>The bits of a run do not depend on which threads take which tiles, nor on how many there are.</summary>
[Collection(AloneCollection.Name)]
public sealed class ThreadTests : IDisposable
{
    private readonly int _threads = ThreadCount.Value;

    public void Dispose() => ThreadCount.Value = _threads;

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        Check(() => TiledModel.Make<EveryTiled>());
        Check(() => TiledModel.Make<TiledPerChannel>());
    }

    private static void Check(Func<TiledModel> make)
    {
        string[] digests =
        [
            .. new[] { 1, 2, 3, 7 }.Select(threads =>
            {
                ThreadCount.Value = threads;
                Assert.Equal(threads, ThreadCount.Value);
                using TiledModel model = make();
                Assert.True(model.Floats >= 4 * TileSizes.Tile, "So few values are worked off by one thread.");
                return UpdateDigest.Of(model);
            }),
        ];
        Assert.All(digests, digest => Assert.Equal(digests[0], digest));
    }
}
