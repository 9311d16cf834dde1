using QuantDsl.CompilerServices;
using QuantDsl.Training;

namespace QuantDsl.Tests.Training;

public class TrainingClockTests
{
    private const int Steps = 10;
    private readonly ManualTime _time = new();

    private TrainingClock Clock(int epochs, int period) => new(_time, new(1, epochs, Steps, TrainingPhase.Laq, period));

    private void Epoch(TrainingClock clock, int epoch, TrainingPhase phase, double secondsPerStep, int steps = Steps)
    {
        clock.BeginEpoch(epoch, phase);
        _time.Advance(secondsPerStep * steps);
        clock.EndStep();
    }

    private void End(TrainingClock clock, double evaluation)
    {
        _time.Advance(evaluation);
        clock.EndEpoch(Steps);
    }

    private static double Seconds(TrainingClock clock, int steps) => clock.Remaining(steps)!.Value.TotalSeconds;

    [Fact]
    public void Nothing_is_known_before_the_first_step()
    {
        TrainingClock clock = Clock(4, 0);
        clock.BeginEpoch(1, TrainingPhase.Laq);
        Assert.Null(clock.Remaining(0));
    }

    [Fact]
    public void Equal_epochs()
    {
        TrainingClock clock = Clock(4, 0);
        Epoch(clock, 1, TrainingPhase.Laq, 1, steps: 5);
        Assert.Equal(5 + 30, Seconds(clock, 5), 6);
    }

    [Fact]
    public void A_backtrack_epoch_counts_twice_until_one_is_measured()
    {
        TrainingClock clock = Clock(4, 2);
        Epoch(clock, 1, TrainingPhase.Laq, 1);
        Assert.Equal(20 + 10 + 20, Seconds(clock, 10), 6);
    }

    [Fact]
    public void A_laq_epoch_counts_half_if_only_backtracking_was_measured()
    {
        TrainingClock clock = new(_time, new(1, 4, Steps, TrainingPhase.Laq, 3));
        Epoch(clock, 3, TrainingPhase.Backtrack, 2);
        Assert.Equal(10, Seconds(clock, 10), 6);
    }

    [Fact]
    public void Measured_phases_and_evaluation_count_as_measured()
    {
        TrainingClock clock = Clock(6, 2);
        Epoch(clock, 1, TrainingPhase.Laq, 1);
        End(clock, evaluation: 4);
        Epoch(clock, 2, TrainingPhase.Backtrack, 3);
        // Left: two LAQ epochs, two backtrack epochs, five evaluations.
        Assert.Equal(2 * 10 + 2 * 30 + 5 * 4, Seconds(clock, 10), 6);
        End(clock, evaluation: 6);
        Epoch(clock, 3, TrainingPhase.Laq, 2, steps: 5);
        // LAQ steps took (10 + 10) s for 15; an evaluation 5 s on average.
        Assert.Equal((5 + 10) * 20 / 15.0 + 2 * 30 + 4 * 5, Seconds(clock, 5), 6);
    }

    [Fact]
    public void Nothing_but_the_evaluation_is_left_after_the_last_step()
    {
        TrainingClock clock = Clock(2, 0);
        Epoch(clock, 1, TrainingPhase.Laq, 1);
        End(clock, evaluation: 4);
        Epoch(clock, 2, TrainingPhase.Laq, 1);
        Assert.Equal(4, Seconds(clock, 10), 6);
    }

    [Theory]
    [InlineData(20, 5, 0, 4)]
    [InlineData(20, 5, 5, 3)]
    [InlineData(20, 5, 4, 4)]
    [InlineData(20, 1, 7, 13)]
    [InlineData(20, 0, 7, 0)]
    public void Backtrack_epochs_left(int epochs, int period, int after, int expected)
    {
        TrainingSchedule schedule = new(1, epochs, Steps, TrainingPhase.Laq, period);
        Assert.Equal(expected, schedule.BacktrackEpochsAfter(after));
        Assert.Equal(expected, Enumerable.Range(after + 1, epochs - after).Count(e => schedule.PhaseOf(e) == TrainingPhase.Backtrack));
    }
}
