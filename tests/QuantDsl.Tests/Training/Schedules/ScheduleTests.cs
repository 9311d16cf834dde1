namespace QuantDsl.Tests.Training.Schedules;

/// <summary>The rates of each schedule, against PyTorch's formulas at places where they are easy to see.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public void A_warm_up_is_a_straight_line_and_a_cosine_follows_it()
    {
        LearningRateSchedule schedule = WarmedCosineMlp.Info.Schedule; // of 4 epochs
        Assert.Equal("warm-up over 2 epochs from ×0.01, then along a cosine to ×0", schedule.ToString());
        Same(0.01 * 0.01, schedule.RateAt(1));
        Same(0.01 * (0.01 + (0.99 * 0.75)), schedule.RateAt(2, 0.5));
        Same(0.01, schedule.RateAt(3));
        Same(0.005, schedule.RateAt(4));
        Same(0.01 * (1 + Math.Cos(0.75 * Math.PI)) / 2, schedule.RateAt(4, 0.5));
        Same(0.01 * (1 + Math.Cos(0.25 * Math.PI)) / 2, schedule.RateAt(5, lastEpoch: 10));
        Assert.Equal(1e-30f, schedule.RateAt(4, 1)); // changes no weight, and can be divided by
        Assert.Equal((0.01f, true, false), (schedule.Rate, schedule.EndsWithRun, schedule.ReadsLosses));
    }

    [Fact]
    public void A_cosine_of_its_own_length_does_not_follow_the_run()
    {
        LearningRateSchedule schedule = CosineMlp.Info.Schedule;
        Assert.Equal("along a cosine to ×0.1 after 4 epochs", schedule.ToString());
        Assert.False(schedule.EndsWithRun);
        Same(0.01, schedule.RateAt(1, lastEpoch: 100));
        Same(0.01 * 0.55, schedule.RateAt(3, lastEpoch: 100));
        Same(0.001, schedule.RateAt(50, lastEpoch: 100));
    }

    [Fact]
    public void One_cycle_rises_and_falls()
    {
        LearningRateSchedule schedule = OneCycleMlp.Info.Schedule;
        Assert.Equal("one cycle, rising for ×0.25 of it from 1/10, falling to 1/100 of that", schedule.ToString());
        Same(0.001, schedule.RateAt(1));
        Same(0.0055, schedule.RateAt(1, 0.5));
        Same(0.01, schedule.RateAt(2));
        Same((0.01 + 0.00001) / 2, schedule.RateAt(3, 0.5));
        Same(0.00001, schedule.RateAt(4, 1));
    }

    [Fact]
    public void Exponential_and_multi_step_are_powers_of_their_factors()
    {
        LearningRateSchedule exponential = ExponentialMlp.Info.Schedule, steps = MultiStepMlp.Info.Schedule;
        Assert.Equal("×0.5 within each epoch", exponential.ToString());
        Same(0.01 * Math.Sqrt(0.5), exponential.RateAt(1, 0.5));
        Same(0.00125, exponential.RateAt(4));
        Assert.Equal("warm-up over 1 epoch from ×0.5, then ×0.5 after epochs 1, 3", steps.ToString());
        float[] expected = [0.0075f, 0.005f, 0.005f, 0.0025f, 0.0025f];
        Assert.Equal(expected, Enumerable.Range(1, 5).Select(epoch => steps.RateAt(epoch, 0.5)));
    }

    /// <summary>What PyTorch 2.9's <c>ReduceLROnPlateau(factor=0.5, patience=0, threshold=0.5)</c> does with these losses.</summary>
    [Fact]
    public void A_plateau_halves_the_rate()
    {
        LearningRateSchedule schedule = PlateauMlp.Info.Schedule;
        Assert.True(schedule.ReadsLosses);
        Same(0.01, schedule.RateAt(1));
        Same(0.01, schedule.RateAt(2, losses: [8]));
        Same(0.005, schedule.RateAt(3, losses: [8, 4])); // half is not less than half
        Same(0.005, schedule.RateAt(4, losses: [8, 4, 3.9]));
        Same(0.0025, schedule.RateAt(5, losses: [8, 4, 3.9, double.NaN]));
    }

    [Fact]
    public void Rest_after_a_reduction_does_not_count()
    {
        CompilerServices.PlateauCurve curve = new(factor: 0.1, patience: 1, threshold: 1e-4, cooldown: 2);
        int[] reductions = [.. Enumerable.Range(0, 10).Select(count => curve.Reductions([.. Enumerable.Repeat(1.0, count)]))];
        Assert.Equal([0, 0, 0, 1, 1, 1, 1, 2, 2, 2], reductions);
    }

    [Fact]
    public void A_place_outside_of_the_run_is_an_error()
    {
        LearningRateSchedule schedule = CosineMlp.Info.Schedule;
        Assert.Throws<ArgumentOutOfRangeException>(() => schedule.RateAt(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => schedule.RateAt(1, 1.5));
    }

    private static void Same(double expected, float actual) => Assert.Equal(expected, actual, 1e-6 * expected);
}
