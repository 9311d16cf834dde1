using System.Diagnostics;
using QuantDsl.CompilerServices;
using QuantDsl.Tests.Models;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>Each tile once, on any team; and a failure, wherever it happens, is the caller's.</summary>
[Collection(AloneCollection.Name)]
public sealed class TeamTests : IDisposable
{
    private const int Tiles = 1000;

    private readonly int _threads = get_num_threads();

    public static TheoryData<string, int> Teams
    {
        get
        {
            TheoryData<string, int> teams = new() { { nameof(TeamKind.Caller), 1 } };
            foreach (int threads in new[] { 2, 3, 7 })
            {
                teams.Add(nameof(TeamKind.Pool), threads);
                if (OperatingSystem.IsLinux())
                    teams.Add(nameof(TeamKind.OpenMp), threads);
            }
            return teams;
        }
    }

    public void Dispose() => set_num_threads(_threads);

    [Theory]
    [MemberData(nameof(Teams))]
    public void Every_tile_runs_exactly_once(string kind, int threads)
    {
        var team = new TeamChoice(Enum.Parse<TeamKind>(kind), threads);
        for (int run = 0; run < 50; run++)
        {
            int[] runs = new int[Tiles];
            team.Run(new Counting(runs), Tiles);
            Assert.All(runs, count => Assert.Equal(1, count));
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void Only_the_given_tiles_run(int threads, bool alone)
    {
        set_num_threads(threads);
        foreach ((int first, int end) in new[] { (0, Tiles), (3, 17), (5, 6), (4, 4), (998, 1000) })
        {
            int[] runs = new int[Tiles];
            TileJob<Counting>.Run(new Counting(runs), first, end, default(Team), alone);
            Assert.Equal(Enumerable.Range(0, Tiles).Select(tile => tile >= first && tile < end ? 1 : 0), runs);
        }
    }

    [Fact]
    public void Alone_means_the_calling_thread()
    {
        set_num_threads(3);
        int[] threads = new int[Tiles];
        TileJob<NotingThread>.Run(new NotingThread(threads), 0, Tiles, default(Team), isSmall: true);
        Assert.All(threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
    }

    [Theory]
    [InlineData(nameof(TeamKind.Caller), 1, true)]
    [InlineData(nameof(TeamKind.Pool), 2, true)]
    [InlineData(nameof(TeamKind.Pool), 2, false)]
    [InlineData(nameof(TeamKind.OpenMp), 2, true)]
    [InlineData(nameof(TeamKind.OpenMp), 2, false)]
    public void A_failure_reaches_the_caller_and_the_next_run_works(string kind, int threads, bool onCaller)
    {
        if (kind == nameof(TeamKind.OpenMp) && !OperatingSystem.IsLinux())
            return;
        var team = new TeamChoice(Enum.Parse<TeamKind>(kind), threads);
        for (int run = 0; run < 3; run++)
        {
            using var helperCame = new ManualResetEventSlim();
            using var callerCame = new ManualResetEventSlim(initialState: threads == 1);
            var failing = new Failing(Environment.CurrentManagedThreadId, onCaller, callerCame, helperCame);
            InvalidTimeZoneException failure = Assert.Throws<InvalidTimeZoneException>(() => team.Run(failing, Tiles));
            Assert.Equal(onCaller ? "caller" : "helper", failure.Message);

            int[] runs = new int[Tiles];
            team.Run(new Counting(runs), Tiles);
            Assert.All(runs, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void A_failure_of_a_team_that_was_not_chosen_does_too()
    {
        set_num_threads(2);
        using var helperCame = new ManualResetEventSlim();
        using var callerCame = new ManualResetEventSlim();
        var failing = new Failing(Environment.CurrentManagedThreadId, OnCaller: false, callerCame, helperCame);
        Assert.Throws<InvalidTimeZoneException>(() => TileJob<Failing>.Run(failing, 0, Tiles, default(Team), isSmall: false));
    }

    /// <summary>
    /// A web server's pool is often busy: the caller does the tiles alone rather than wait for threads that do something else.
    /// </summary>
    [Fact]
    public void A_busy_thread_pool_does_not_keep_the_caller_waiting()
    {
        using var pool = new BusyPool();
        int[] runs = new int[Tiles];
        var caller = new Thread(() =>
        {
            for (int run = 0; run < 100; run++)
                new TeamChoice(TeamKind.Pool, 3).Run(new Counting(runs), Tiles);
        });
        caller.Start();
        bool hasEnded = caller.Join(TimeSpan.FromSeconds(30));
        long queued = ThreadPool.PendingWorkItemCount - pool.Waiting;
        pool.Release();
        caller.Join();

        Assert.True(hasEnded, "the caller waits for threads of the pool that never began");
        Assert.All(runs, count => Assert.Equal(100, count));
        Assert.InRange(queued, 0, 20); // not two for each of the 100 runs
    }

    /// <summary>Helpers that come when their run is over take part in the next one or in none.</summary>
    [Fact]
    public void A_helper_that_comes_late_runs_no_tile_of_a_run_that_is_over()
    {
        for (int round = 0; round < 20; round++)
        {
            using var pool = new BusyPool();
            int[] first = new int[Tiles];
            int[] second = new int[Tiles];
            new TeamChoice(TeamKind.Pool, 7).Run(new Counting(first), Tiles);
            pool.Release();
            for (int run = 0; run < 20; run++)
                new TeamChoice(TeamKind.Pool, 7).Run(new Counting(second), Tiles);
            Assert.All(first, count => Assert.Equal(1, count));
            Assert.All(second, count => Assert.Equal(20, count));
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
