namespace QuantDsl.Tests.Training;

public class FitOptionsTests
{
    [Fact]
    public void Defaults_train_the_model_as_declared()
    {
        var options = new FitOptions();
        Assert.Equal((null, null, null, false), (options.Epochs, options.Seed, options.BacktrackPeriod, options.RestoreBest));
        Assert.Equal((ProgressMode.Auto, true, false), (options.Progress, options.HandleCtrlC, options.CancellationToken.CanBeCanceled));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Epochs_below_1_are_an_error(int epochs)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new FitOptions { Epochs = epochs });
        Assert.Contains($"FitOptions.Epochs must be at least 1, or null for the model's own number of epochs; it is {epochs}.", e.Message);
        Assert.Equal(1, new FitOptions { Epochs = 1 }.Epochs);
    }

    [Fact]
    public void A_negative_backtrack_period_is_an_error()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new FitOptions { BacktrackPeriod = -1 });
        Assert.Contains("FitOptions.BacktrackPeriod must be 0", e.Message);
        Assert.Equal(0, new FitOptions { BacktrackPeriod = 0 }.BacktrackPeriod);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    [InlineData(0.99999999)] // 1 as a float32
    [InlineData(1e-50)] // 0
    public void A_blend_outside_of_0_to_1_is_an_error(double blend)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new FitOptions { Blend = blend });
        Assert.Contains("FitOptions.Blend must be greater than 0 and less than 1", e.Message);
        Assert.Equal(0.7, new FitOptions { Blend = 0.7 }.Blend);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void An_empty_report_path_is_an_error(string path)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new FitOptions { ReportPath = path });
        Assert.Contains("FitOptions.ReportPath must be", e.Message);
    }

    [Fact]
    public void An_unknown_progress_mode_is_an_error() =>
        Assert.Contains("it is 7.", Assert.Throws<ArgumentException>(() => new FitOptions { Progress = (ProgressMode)7 }).Message);

    [Fact]
    public void With_checks_as_well() =>
        Assert.Throws<ArgumentException>(() => new FitOptions() with { Epochs = 0 });
}
