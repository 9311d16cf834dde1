using System.Diagnostics;
using QuantDsl.CompilerServices;
using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>Each tile once, on any number of threads; and a failure, wherever it happens, is the caller's.</summary>
[Collection(AloneCollection.Name)]
public sealed class TeamTests : IDisposable
{
    private const int Tiles = 1000;

    private readonly int _threads = ThreadCount.Value;

    public void Dispose() => ThreadCount.Value = _threads;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Every_tile_runs_exactly_once(int threads)
    {
        ThreadCount.Value = threads;
        for (int run = 0; run < 50; run++)
        {
            int[] runs = new int[Tiles];
            Run(new Counting(runs));
            Assert.All(runs, count => Assert.Equal(1, count));
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void Only_the_given_tiles_run(int threads, bool alone)
    {
        ThreadCount.Value = threads;
        foreach ((int first, int end) in new[] { (0, Tiles), (3, 17), (5, 6), (4, 4), (998, 1000) })
        {
            int[] runs = new int[Tiles];
            TileJob<Counting>.Run(new Counting(runs), first, end, alone);
            Assert.Equal(Enumerable.Range(0, Tiles).Select(tile => tile >= first && tile < end ? 1 : 0), runs);
        }
    }

    [Fact]
    public void Alone_means_the_calling_thread()
    {
        ThreadCount.Value = 3;
        int[] threads = new int[Tiles];
        TileJob<NotingThread>.Run(new NotingThread(threads), 0, Tiles, isSmall: true);
        Assert.All(threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    public void A_failure_reaches_the_caller_and_the_next_run_works(int threads, bool onCaller)
    {
        ThreadCount.Value = threads;
        for (int run = 0; run < 3; run++)
        {
            using var helperCame = new ManualResetEventSlim();
            using var callerCame = new ManualResetEventSlim(initialState: threads == 1);
            var failing = new Failing(Environment.CurrentManagedThreadId, onCaller, callerCame, helperCame);
            InvalidTimeZoneException failure = Assert.Throws<InvalidTimeZoneException>(() => Run(failing));
            Assert.Equal(onCaller ? "caller" : "helper", failure.Message);

            int[] runs = new int[Tiles];
            Run(new Counting(runs));
            Assert.All(runs, count => Assert.Equal(1, count));
        }
    }

    /// <summary>While the team works for one caller, another works alone rather than wait.</summary>
    [Fact]
    public void A_caller_that_finds_the_team_busy_works_alone()
    {
        ThreadCount.Value = 2;
        int[] runs = new int[Tiles];
        using var begun = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var other = new Thread(() => TileJob<Blocking>.Run(new Blocking(begun, release), 0, 2, isSmall: false));
        other.Start();
        Assert.True(begun.Wait(TimeSpan.FromSeconds(30)));
        Run(new Counting(runs));
        release.Set();
        other.Join();
        Assert.All(runs, count => Assert.Equal(1, count));
    }

    private static void Run<TWork>(TWork work)
        where TWork : struct, ITileWork =>
        TileJob<TWork>.Run(work, 0, Tiles, isSmall: false);

    private readonly record struct Blocking(ManualResetEventSlim Begun, ManualResetEventSlim Release) : ITileWork
    {
        public void Run(int tile)
        {
            Begun.Set();
            Release.Wait(TimeSpan.FromSeconds(30));
        }
    }

    private readonly record struct Counting(int[] Runs) : ITileWork
    {
        public void Run(int tile)
        {
            Thread.SpinWait(50); // long enough that other threads get a share
            Interlocked.Increment(ref Runs[tile]);
        }
    }

    private readonly record struct NotingThread(int[] Threads) : ITileWork
    {
        public void Run(int tile) => Threads[tile] = Environment.CurrentManagedThreadId;
    }

    /// <summary>Fails on the caller or on another thread; who comes first waits for the other, so that both take part.</summary>
    private readonly record struct Failing(
        int Caller, bool OnCaller, ManualResetEventSlim CallerCame, ManualResetEventSlim HelperCame) : ITileWork
    {
        public void Run(int tile)
        {
            bool isCaller = Environment.CurrentManagedThreadId == Caller;
            (isCaller ? CallerCame : HelperCame).Set();
            bool isAlone = CallerCame.IsSet && OnCaller && isCaller;
            if (!isAlone && !(isCaller ? HelperCame : CallerCame).Wait(TimeSpan.FromSeconds(20)))
                throw new UnreachableException("The other thread took no tile.");
            if (isCaller == OnCaller)
                throw new InvalidTimeZoneException(isCaller ? "caller" : "helper");
        }
    }
}
