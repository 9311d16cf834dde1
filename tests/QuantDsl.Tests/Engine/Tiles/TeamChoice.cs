using System.Runtime.CompilerServices;
using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>A team that a test names, where <see cref="Team"/> would choose.</summary>
/// <param name="Kind">Which threads.</param>
/// <param name="Threads">How many.</param>
internal sealed unsafe record TeamChoice(TeamKind Kind, int Threads)
{
    public void Run<TWork>(TWork work, int tiles)
        where TWork : struct, ITileWork
    {
        var job = new TileJob<TWork>(work, 0, tiles);
        void* address = Unsafe.AsPointer(ref job);
        switch (Kind)
        {
            case TeamKind.Caller:
                TileJob<TWork>.Drain(address);
                break;
            case TeamKind.OpenMp:
                Assert.True(OpenMpTeam.TryRun(&TileJob<TWork>.Drain, address, Threads), "libtorch's OpenMP was not found.");
                break;
            default:
                PoolTeam.Run(&TileJob<TWork>.Drain, address, Threads);
                break;
        }
        job.ThrowIfFailed();
    }
}

internal enum TeamKind
{
    Caller,
    OpenMp,
    Pool,
}
