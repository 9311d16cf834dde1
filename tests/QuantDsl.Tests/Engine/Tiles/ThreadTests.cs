using QuantDsl.CompilerServices;
using QuantDsl.Tests.Models;
using static TorchSharp.torch;

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

    [Fact]
    public void Neither_does_the_kind_of_team()
    {
        string expected = Digest(new TeamChoice(TeamKind.Caller, 1));
        foreach (int threads in new[] { 2, 3, 7 })
        {
            Assert.Equal(expected, Digest(new TeamChoice(TeamKind.Pool, threads)));
            if (OperatingSystem.IsLinux())
                Assert.Equal(expected, Digest(new TeamChoice(TeamKind.OpenMp, threads)));
        }
        using var model = TiledModel.Make<EveryTiled>();
        Assert.Equal(expected, UpdateDigest.Of(model));
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

    private static string Digest(TeamChoice team)
    {
        using var model = TiledModel.Make<EveryTiled>();
        var every = (EveryTiled)model.Model;
        int tiles = model.Store.Parameters.Sum(
            parameter => (int)((parameter.Latent.numel() + TileSizes.Tile - 1) / TileSizes.Tile));
        return UpdateDigest.Of(
            model, (UpdateKind kind, in AdamStep step, in Gradients gradients) => every.Update(team, kind, step, gradients, tiles));
    }
}
