using System.Runtime.InteropServices;
using System.Text.Json;
using QuantDsl.CompilerServices;
using QuantDsl.Native;
using QuantDsl.Training;

namespace QuantDsl.Tests.Training;

public class TrainingSessionTests
{
    [Fact]
    public void Best_epoch_has_the_highest_validation_accuracy_and_the_earlier_one_wins_ties()
    {
        using TrainingSession session = Runs.Start(epochs: 4);
        Assert.True(session.Epoch(1, 0.90, 0.91));
        Assert.True(session.Epoch(2, 0.95, 0.93));
        Assert.False(session.Epoch(3, 0.95, 0.99));
        Assert.False(session.Epoch(4, 0.94, 0.98));
        TrainingReport report = session.Complete(0.98);
        Assert.Equal((0.95, 2), (report.BestValidationAccuracy, report.BestEpoch));
        Assert.Equal((0.93, 0.98), (report.TestAccuracyAtBestValidation, report.TestAccuracy));
        Assert.False(report.Cancelled);
    }

    [Fact]
    public void Losses_are_those_of_the_evaluation_and_missing_where_they_are_not_finite()
    {
        using TrainingSession session = Runs.Start(epochs: 2);
        session.Epoch(1, 0.5, 0.6);
        session.BeginEpoch(2, TrainingPhase.Laq, 0.005f);
        session.EndStep(1);
        session.EndEpoch(new Evaluation(0.5, double.NaN), new Evaluation(0.6, double.PositiveInfinity));
        TrainingReport report = session.Complete(null);
        Assert.Equal([(0.5, 0.25), (null, null)], report.Epochs.Select(epoch => (epoch.ValidationLoss, epoch.TestLoss)));
        Assert.Equal(report, TrainingReport.FromJson(report.ToJson()));
    }

    [Fact]
    public void An_accuracy_of_zero_is_a_best_one_too()
    {
        using TrainingSession session = Runs.Start();
        Assert.True(session.Epoch(1, 0));
        Assert.Equal(1, session.Complete(null).BestEpoch);
    }

    [Fact]
    public void Without_validation_every_epoch_is_the_best_so_far()
    {
        using TrainingSession session = Runs.Start(epochs: 2);
        Assert.True(session.Epoch(1, null, 0.9));
        Assert.True(session.Epoch(2, null, 0.8));
        TrainingReport report = session.Complete(0.8);
        Assert.Equal((null, 2, 0.8), (report.BestValidationAccuracy, report.BestEpoch, report.TestAccuracyAtBestValidation));
    }

    [Fact]
    public void Epoch_seconds_leave_evaluation_out_and_the_runs_seconds_do_not()
    {
        var time = new ManualTime();
        using TrainingSession session = Runs.Start(time: time, period: 2, epochs: 2);
        session.Epoch(1, 0.5, time: time);
        session.Epoch(2, 0.6, time: time);
        TrainingReport report = session.Complete(null);
        Assert.Equal([10d, 10d], report.Epochs.Select(e => e.Seconds));
        Assert.Equal(30, report.Seconds);
        Assert.Equal([4.5, 4.5], report.Epochs.Select(e => e.TrainLoss));
        Assert.Equal([10L, 10L], report.Epochs.Select(e => e.Steps));
        Assert.Equal([TrainingPhase.Laq, TrainingPhase.Backtrack], report.Epochs.Select(e => e.Phase));
        Assert.Equal(("LeNet5", 1, "blaq", 7L, "cpu"), (report.Model, report.Bits, report.Method, report.Seed, report.Device));
    }

    [Theory]
    [InlineData("blaq", 5, null, "blaq", TrainingPhase.Backtrack)]
    [InlineData("blaq", 5, 0, "laq", TrainingPhase.Laq)]
    [InlineData("laq", 0, 5, "blaq", TrainingPhase.Backtrack)]
    [InlineData("blaq", 5, 3, "blaq", TrainingPhase.Laq)]
    [InlineData("adam", 0, null, "adam", TrainingPhase.Adam)]
    public void Options_override_the_declared_backtrack_period(string declared, int period, int? asked, string method, TrainingPhase fifth)
    {
        using TrainingSession session = Runs.Start(new() { BacktrackPeriod = asked, HandleCtrlC = false }, 5, 10, declared, period);
        Assert.Equal(fifth, session.PhaseOf(5));
        Assert.Equal(method, session.Complete(null).Method);
    }

    [Fact]
    public void Backtracking_a_full_precision_model_is_an_error()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Runs.Start(new() { BacktrackPeriod = 5 }, method: "adam"));
        Assert.Contains("LeNet5 has no quantized weights to backtrack: FitOptions.BacktrackPeriod must be null or 0; it is 5.", e.Message);
    }

    [Theory]
    [InlineData("laq")]
    [InlineData("adam")]
    public void A_blend_without_backtracking_is_an_error(string method)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Runs.Start(new() { Blend = 0.7 }, method: method));
        Assert.Contains(
            "No epoch of LeNet5 backtracks, so FitOptions.Blend (0.7) has no effect: set FitOptions.BacktrackPeriod, too.",
            e.Message);
    }

    [Fact]
    public void An_unknown_method_is_an_error() =>
        Assert.Contains("got \"sgd\"", Assert.Throws<ArgumentException>(() => Runs.Start(method: "sgd")).Message);

    [Fact]
    public void A_training_set_smaller_than_a_batch_is_an_error() =>
        Assert.Contains("smaller than one batch", Assert.Throws<ArgumentException>(() => Runs.Start(steps: 0)).Message);

    [Fact]
    public void A_token_cancels_between_steps_and_the_open_epoch_is_not_reported()
    {
        using var source = new CancellationTokenSource();
        using TrainingSession session = Runs.Start(new() { CancellationToken = source.Token, HandleCtrlC = false });
        session.Epoch(1, 0.9);
        session.BeginEpoch(2, TrainingPhase.Laq, 0.005f);
        session.EndStep(1);
        Assert.False(session.IsCancelled);
        source.Cancel();
        Assert.True(session.IsCancelled);
        TrainingReport report = session.Complete(0.5);
        Assert.True(report.Cancelled);
        Assert.Equal(1, Assert.Single(report.Epochs).Epoch);
    }

    [Fact]
    public void A_run_cancelled_before_its_first_epoch_still_reports()
    {
        using TrainingSession session = Runs.Start(new() { CancellationToken = new(canceled: true), HandleCtrlC = false });
        Assert.True(session.IsCancelled);
        TrainingReport report = session.Complete(null);
        Assert.True(report.Cancelled);
        Assert.Null(report.BestEpoch);
        Assert.Empty(report.Epochs);
    }

    [Fact]
    public void Cancelling_after_the_last_epoch_changes_nothing()
    {
        using var source = new CancellationTokenSource();
        using TrainingSession session = Runs.Start(new() { CancellationToken = source.Token, HandleCtrlC = false }, epochs: 1);
        session.Epoch(1, 0.9);
        source.Cancel();
        Assert.False(session.IsCancelled);
        Assert.False(session.Complete(null).Cancelled);
    }

    [Theory]
    [InlineData(ConvolutionCheck.Right, "cpu", "", "right")]
    [InlineData(ConvolutionCheck.RightWithoutOneDnn, "cpu", "found and done\n", "rightWithoutOneDnn")]
    [InlineData(ConvolutionCheck.Wrong, "cpu", "found and done\n", "wrong")]
    [InlineData(ConvolutionCheck.Wrong, "cuda:0", "", null)]
    public void Wrong_convolutions_are_noted_and_reported(ConvolutionCheck check, string device, string note, string? reported)
    {
        var notes = new StringWriter { NewLine = "\n" };
        using TrainingSession session = Runs.Start(
            display: ProgressDisplay.Silent(notes), device: device, convolutions: new ConvolutionProbe(check, "found and done"));
        using var json = JsonDocument.Parse(session.Complete(null).ToJson());
        Assert.Equal(note, notes.ToString());
        Assert.Equal(reported, json.RootElement.TryGetProperty("convolutions", out JsonElement value) ? value.GetString() : null);
    }

    [Fact]
    public void The_first_ctrl_c_cancels_and_the_second_is_left_to_the_system()
    {
        var notes = new StringWriter { NewLine = "\n" };
        using TrainingSession session = Runs.Start(display: ProgressDisplay.Silent(notes));
        var first = new PosixSignalContext(PosixSignal.SIGINT);
        session.Interruption.OnInterrupt(first);
        Assert.True(first.Cancel);
        Assert.True(session.IsCancelled);
        var second = new PosixSignalContext(PosixSignal.SIGINT);
        session.Interruption.OnInterrupt(second);
        Assert.False(second.Cancel);
        Assert.Equal("stopping after this step; press Ctrl-C again to end at once\n", notes.ToString());
        Assert.True(session.Complete(null).Cancelled);
    }

    [Fact]
    public void Ctrl_c_after_the_last_epoch_is_left_to_the_system()
    {
        using TrainingSession session = Runs.Start(epochs: 1);
        session.Epoch(1, 0.9);
        var press = new PosixSignalContext(PosixSignal.SIGINT);
        session.Interruption.OnInterrupt(press);
        Assert.False(press.Cancel);
        Assert.False(session.Complete(null).Cancelled);
    }

    [Fact]
    public void Ending_a_step_allocates_nothing()
    {
        var terminal = new FixedTerminal(80);
        var time = new ManualTime();
        using TrainingSession session = Runs.Start(steps: 100_000, time: time, display: terminal.Display());
        session.BeginEpoch(1, TrainingPhase.Laq, 0.005f);
        session.EndStep(1);
        int writes = terminal.Writes().Length;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 10_000; step++) session.EndStep(1);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(writes, terminal.Writes().Length);
    }

    [Fact]
    public void The_loss_is_summed_in_double()
    {
        using TrainingSession session = Runs.Start(steps: 20_000_000, epochs: 1);
        session.BeginEpoch(1, TrainingPhase.Laq, 0.005f);
        // 2^24 + 1 is where a float sum of ones stops growing.
        for (int step = 0; step < 17_000_000; step++) session.EndStep(1);
        session.EndEpoch(null, null);
        Assert.Equal(1, session.Complete(null).Epochs[0].TrainLoss);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_loss_that_is_not_finite_stops_the_run(float loss)
    {
        using TrainingSession session = Runs.Start();
        session.Epoch(1, 0.9);
        session.BeginEpoch(2, TrainingPhase.Laq, 0.005f);
        TrainingDivergedException e = Assert.Throws<TrainingDivergedException>(() => session.EndStep(loss));
        Assert.Equal((11L, 0, null), (e.Step, e.Epoch, e.Layer));
        TrainingDivergedException explained = session.Explain(e, restored: true);
        Assert.Equal((11L, 2, TrainingPhase.Laq), (explained.Step, explained.Epoch, explained.Phase));
        Assert.Same(e, explained.InnerException);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    public void An_accuracy_outside_0_to_1_is_an_error(double accuracy)
    {
        using TrainingSession session = Runs.Start();
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Epoch(1, accuracy));
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Epoch(1, null, accuracy));
    }

    [Fact]
    public void The_report_file_follows_every_epoch()
    {
        using var directory = new TemporaryFolder();
        string path = directory.File("runs/report.json");
        using TrainingSession session = Runs.Start(new() { ReportPath = path, HandleCtrlC = false }, epochs: 2);
        Assert.False(File.Exists(path));
        session.Epoch(1, 0.9, 0.8);
        var first = TrainingReport.LoadJson(path);
        Assert.Equal((1, 0.8, false), (first.Epochs.Count, first.TestAccuracy, first.Cancelled));
        session.Epoch(2, 0.8, 0.7);
        Assert.Equal(2, TrainingReport.LoadJson(path).Epochs.Count);
        Assert.Equal(session.Complete(0.75), TrainingReport.LoadJson(path));
        Assert.Equal(0.75, TrainingReport.LoadJson(path).TestAccuracy);
        Assert.Equal(["report.json"], directory.Files);
    }

    [Fact]
    public void A_report_path_that_cannot_be_written_fails_before_training()
    {
        using var directory = new TemporaryFolder();
        File.WriteAllText(directory.File("file"), "");
        Assert.ThrowsAny<IOException>(() => Runs.Start(new() { ReportPath = directory.File("file/report.json") }));
        Directory.CreateDirectory(directory.File("dir"));
        Assert.Contains(
            "it is a folder",
            Assert.ThrowsAny<IOException>(() => Runs.Start(new() { ReportPath = directory.File("dir") })).Message);
    }

    [Fact]
    public void A_report_that_cannot_be_written_is_noted_once_and_returned()
    {
        using var directory = new TemporaryFolder();
        string path = directory.File("sub/report.json");
        var notes = new StringWriter();
        using TrainingSession session = Runs.Start(
            new() { ReportPath = path, HandleCtrlC = false }, display: ProgressDisplay.Silent(notes));
        Directory.Delete(directory.File("sub"));
        File.WriteAllText(directory.File("sub"), "in the way");
        session.Epoch(1, 0.9);
        session.Epoch(2, 0.9);
        TrainingReport report = session.Complete(null);
        string note = Assert.Single(report.Notes!);
        Assert.StartsWith("the report was not written after epoch 1: ", note);
        Assert.Equal(note + Environment.NewLine, notes.ToString());
        Assert.Equal(2, report.Epochs.Count);
    }
}
