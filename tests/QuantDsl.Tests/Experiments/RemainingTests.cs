using global::Experiments.Running;
using global::Experiments.Runs;

namespace QuantDsl.Tests.Experiments;

public class RemainingTests
{
    [Fact]
    public void Epochs_that_backtrack_count_twice_and_parallel_runs_share_the_time()
    {
        Clock clock = new();
        Job laq = Job(MadeUpRuns.Laq, epochs: 4);
        Job blaq = Job(MadeUpRuns.Blaq with { Period = 2 }, epochs: 4);
        Remaining remaining = new([laq, blaq], parallel: 1, clock);

        // The first epoch: 4 seconds of steps. 3 epochs are left of the one run, 4 of the other, of which 2 count twice.
        Assert.Equal(4 * (3 + 6), Seconds(remaining.After(laq, Epoch(1))));

        clock.Now += 6; // with its evaluation
        Assert.Equal(5 * (2 + 6), Seconds(remaining.After(laq, Epoch(2))));

        // An epoch that backtracks is work of two.
        remaining.After(blaq, Epoch(1)); // 4 seconds
        clock.Now += 7;
        Assert.Equal(Math.Round((4 + 6 + 4 + 7) / 5.0 * (2 + 3), 6), Seconds(remaining.After(blaq, Epoch(2))));

        Remaining two = new([laq, blaq], parallel: 2, clock);
        Assert.Equal(4 * 6, Seconds(two.After(laq, Epoch(1)))); // the longer run decides
    }

    [Fact]
    public void Each_network_has_its_own_speed_and_failed_runs_take_no_time()
    {
        Clock clock = new();
        Job small = Job(MadeUpRuns.Laq, epochs: 2);
        Job large = Job(MadeUpRuns.Laq with { Network = "mlp" }, epochs: 2);
        Remaining remaining = new([small, large], parallel: 1, clock);
        remaining.After(small, Epoch(1));

        Assert.Equal(4 + 40, Seconds(remaining.After(large, Epoch(1) with { Seconds = 40 })));
        remaining.Drop(small);
        clock.Now += 40;
        Assert.Equal(0, Seconds(remaining.After(large, Epoch(2))));
    }

    private static double Seconds(TimeSpan? time) => Math.Round(time!.Value.TotalSeconds, 6);

    private static Job Job(RunGroup group, int epochs) => new(group.Run(0), epochs, null, false, "out", false, null);

    private static EpochReport Epoch(int number) => MadeUpRuns.Epoch(MadeUpRuns.Laq, number, 0.9, 0.9);

    private sealed class Clock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Now;
    }
}
