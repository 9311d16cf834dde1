using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Training;

/// <summary><see cref="FitOptions.Patience"/>: a run that gets no better ends, and says so.</summary>
public sealed class PatienceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_session_ends_after_so_many_epochs_without_a_better_one()
    {
        using TrainingSessionOf five = new(patience: 2);
        Assert.True(five.Epoch(1, 0.5));
        Assert.True(five.Epoch(2, 0.6));
        Assert.True(five.Epoch(3, 0.6));
        Assert.False(five.Epoch(4, 0.59));
        TrainingReport report = five.Session.Complete(null);
        Assert.Equal((true, false, 2), (report.StoppedEarly, report.Cancelled, report.BestEpoch));
        Assert.Contains("\"stoppedEarly\": true", report.ToJson());
        Assert.Equal(report, TrainingReport.FromJson(report.ToJson()));
        Assert.Contains("stopped early after 4 epochs", report.ToString());
        Assert.Contains("none was better for 2 epochs", report.ToString());
    }

    [Fact]
    public void The_last_epoch_is_not_early()
    {
        using TrainingSessionOf five = new(patience: 4);
        for (int epoch = 1; epoch <= 5; epoch++)
            five.Epoch(epoch, 0.5);
        TrainingReport report = five.Session.Complete(null);
        Assert.False(report.StoppedEarly);
        Assert.DoesNotContain("stoppedEarly", report.ToJson());
    }

    [Fact]
    public void A_model_ends_with_its_best_epoch_and_a_resumed_run_ends_at_once()
    {
        FitOptions options = SmallData.Quiet(20) with
        {
            Patience = 2,
            RestoreBest = true,
            CheckpointPath = _folder.File("run.checkpoint"),
        };
        using TinyMlp model = new(seed: 1);
        TrainingReport report = model.Fit(SmallData.Train, SmallData.Mislabelled, options);
        Assert.True(report.StoppedEarly);
        Assert.Equal(report.BestEpoch + 2, report.Epochs.Count);
        Assert.Equal(report.BestValidationAccuracy, model.Evaluate(SmallData.Mislabelled));

        using TinyMlp again = new(seed: 1);
        TrainingReport resumed = again.Fit(SmallData.Train, SmallData.Mislabelled, options);
        Assert.Equal((true, report.Epochs.Count), (resumed.StoppedEarly, resumed.Epochs.Count));
        Assert.Equal(ModelBits.Of(model), ModelBits.Of(again));
    }

    [Fact]
    public void It_needs_a_validation_set_and_at_least_one_epoch()
    {
        using TinyMlp model = new(seed: 1);
        ArgumentException e = Assert.Throws<ArgumentException>(
            () => model.Fit(SmallData.Train, options: SmallData.Quiet(2) with { Patience = 1 }));
        Assert.Contains("FitOptions.Patience (1) waits for a better result on a validation set", e.Message);
        e = Assert.Throws<ArgumentException>(() => new FitOptions { Patience = 0 });
        Assert.Contains("FitOptions.Patience must be at least 1", e.Message);
    }

    private sealed class TrainingSessionOf(int patience) : IDisposable
    {
        public CompilerServices.TrainingSession Session { get; } =
            Runs.Start(new() { Patience = patience, HandleCtrlC = false }, epochs: 5);

        /// <summary>Whether the run goes on after it.</summary>
        public bool Epoch(int number, double validation)
        {
            Session.Epoch(number, validation);
            return Session.GoesOn(number + 1);
        }

        public void Dispose() => Session.Dispose();
    }
}
